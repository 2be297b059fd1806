using Microsoft.AspNetCore.Mvc;

namespace Offer18.Otp.AspNetCore.BrowserTests.Modes;

/// <summary>The component in MVC.</summary>
public sealed class ModesController : Controller
{
    /// <summary>A view with the tag helper.</summary>
    [HttpGet("mvc/verify")]
    public IActionResult Verify() => View("~/Modes/Views/Verify.cshtml");
}
