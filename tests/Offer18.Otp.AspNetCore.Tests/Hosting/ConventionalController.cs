using Microsoft.AspNetCore.Mvc;

namespace Offer18.Otp.AspNetCore.Tests.Hosting;

/// <summary>Only where the site maps a conventional route.</summary>
public sealed class ConventionalController : Controller
{
    public IActionResult Index() => Content("index");

    public IActionResult Verify() => Content("verify");
}
