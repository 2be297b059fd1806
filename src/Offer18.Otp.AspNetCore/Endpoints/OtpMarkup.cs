using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>
/// An interpolated text that becomes HTML: what is put into it is encoded, unless it is HTML already. Of an element that is written piece by piece, the
/// framework keeps six pieces for each attribute until the page is sent.
/// </summary>
[InterpolatedStringHandler]
internal ref struct OtpMarkup(int literalLength, int formattedCount)
{
    private DefaultInterpolatedStringHandler _html = new(literalLength, formattedCount);

    public void AppendLiteral(string html) => _html.AppendLiteral(html);

    public void AppendFormatted(string? text) => _html.AppendLiteral(OtpHtml.Encode(text ?? ""));

    public void AppendFormatted(MarkupString html) => _html.AppendLiteral(html.Value ?? "");

    public MarkupString ToHtml() => new(_html.ToStringAndClear());
}
