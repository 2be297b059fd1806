using Microsoft.AspNetCore.Mvc;
using Offer18.Otp.AspNetCore;

namespace SampleSite.Controllers;

/// <summary>The gate on an MVC controller and on one of its actions.</summary>
[RequireOtpVerified]
[Route("trophies")]
public sealed class TrophiesController : Controller
{
    [HttpGet]
    public IActionResult Index() => View();

    /// <summary>A step that needs a verification from the last five minutes.</summary>
    [HttpGet("cabinet")]
    [RequireOtpVerified(MaxAge = 5)]
    public IActionResult Cabinet() => View();
}
