using Offer18.Otp.AspNetCore.Benchmarks.Site.Load;

namespace Offer18.Otp.AspNetCore.Benchmarks.Site.Visitors;

/// <summary>Makes the rounds of one site's visitors. What a round needs, such as cookies and tokens, is got before it begins, and is not measured.</summary>
internal interface ISiteVisitors
{
    /// <summary>So many visitors ask for a code, each with a browser and a number of its own.</summary>
    Task<Round> GenerateAsync(int count);

    /// <summary>So many visitors enter their code.</summary>
    Task<Round> VerifyAsync(int count);

    /// <summary>A few verified visitors look at the page behind the gate, again and again.</summary>
    Task<Round> VisitGateAsync(int count);

    /// <summary>So many visitors come to the page with the component, for the first time.</summary>
    Task<Round> LookAsync(int count);
}
