using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Offer18.Otp.AspNetCore.Tests.Hosting;

[Route("mvc")]
public sealed class GatedController : Controller
{
    [HttpGet("verify")]
    public IActionResult Verify() => View("~/Hosting/Views/Verify.cshtml");

    [HttpGet("premium")]
    [RequireOtpVerified]
    public string? Premium() => HttpContext.GetVerifiedMsisdn();
}

[Route("mvc/all")]
[RequireOtpVerified]
public sealed class GatedClassController : Controller
{
    [HttpGet]
    public string? Premium() => HttpContext.GetVerifiedMsisdn();
}
