namespace Offer18.Otp.Simulator;

/// <summary>A call as it came over the wire, whatever the answer was.</summary>
public sealed class SimulatedCall
{
    internal SimulatedCall()
    {
    }

    /// <summary><c>otp_gen</c> or <c>otp_verify</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>The HTTP method, in capitals.</summary>
    public required string Method { get; init; }

    /// <summary>The parameters of the query string, by name. Names are case-sensitive; repeated ones are joined by a comma.</summary>
    public required IReadOnlyDictionary<string, string> Query { get; init; }

    /// <summary>The fields of a form body, by name; empty if the body was not a form or there was none.</summary>
    public required IReadOnlyDictionary<string, string> Form { get; init; }

    /// <summary>The request's headers, by name. Names are not case-sensitive; repeated ones are joined by a comma.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Whether the request announced a body: a content length above zero, or chunks.</summary>
    public required bool HasBody { get; init; }

    /// <summary>The <c>Content-Type</c> header, or <see langword="null"/> if there was none.</summary>
    public required string? ContentType { get; init; }

    /// <summary>When the call arrived, in UTC, by the simulator's <see cref="TimeProvider"/>.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>What was answered, or is about to be. <see langword="null"/> only while the answer is being decided.</summary>
    public SimulatedAnswer? Answer { get; internal set; }

    /// <summary>A parameter's value, from the query string or, if it is not there, from the form.</summary>
    /// <param name="name">The parameter's name, such as <c>msisdn</c>; case-sensitive.</param>
    /// <returns>The value, or <see langword="null"/> if neither contains the parameter.</returns>
    public string? Parameter(string name) => Query.GetValueOrDefault(name) ?? Form.GetValueOrDefault(name);
}
