namespace Offer18.Otp.AspNetCore.Client;

/// <summary>A partner's text, in the forms in which a site's owner may know it.</summary>
/// <param name="Text">As it came, with its place.</param>
/// <param name="Shown">As the log shows it.</param>
/// <param name="Masked">Without any digits. <see cref="Offer18ClientOptions.ErrorCodes"/> may be written for it.</param>
internal sealed record PartnerError(AnswerText Text, string Shown, string Masked)
{
    /// <summary>Whether it stands where partners put a code.</summary>
    public bool IsCode => Text.Place.EndsWith("code", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it stands where Offer18 passes on what a partner said, and not just beside the status.</summary>
    public bool IsInError => Text.Place == "response" || Text.Place.StartsWith("error", StringComparison.Ordinal);

    /// <summary>Only the type's name, because a record's own text would show what the partner wrote.</summary>
    public override string ToString() => nameof(PartnerError);
}
