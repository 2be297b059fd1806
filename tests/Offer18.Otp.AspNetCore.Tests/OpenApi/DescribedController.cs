using Microsoft.AspNetCore.Mvc;

namespace Offer18.Otp.AspNetCore.Tests.OpenApi;

/// <summary>An API of MVC's behind a gate.</summary>
[ApiController]
[Route("api/described")]
[RequireOtpVerified]
public sealed class DescribedController : ControllerBase
{
    [HttpGet]
    public ActionResult<string> Get() => Ok("in");
}
