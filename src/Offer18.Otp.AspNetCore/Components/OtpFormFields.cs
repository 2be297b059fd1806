using Microsoft.AspNetCore.Components;
using Offer18.Otp.AspNetCore.Browser;
using Offer18.Otp.AspNetCore.Endpoints;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>The hidden fields of each form.</summary>
/// <param name="Token">The antiforgery token.</param>
/// <param name="Page">The page that the answer leads back to.</param>
internal sealed record OtpFormFields(string Token, string Page)
{
    public MarkupString Html => OtpHtml.Of($"""<input type="hidden" name="{OtpFormTokens.Field}" value="{Token}" /><input type="hidden" name="page" value="{Page}" />""");

    /// <summary>Only the type's name, because a record's own text would show the token.</summary>
    public override string ToString() => nameof(OtpFormFields);
}
