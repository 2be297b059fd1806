using Offer18.Otp.AspNetCore.Errors;

namespace Offer18.Otp.AspNetCore.Events;

/// <summary>A step that a handler may refuse before it is done. Nothing is sent or checked then, and nothing is counted.</summary>
public abstract record OtpRefusableContext : OtpEventContext
{
    private const int LongestName = 64;

    internal OtpEventRefusal? Refusal { get; private set; }

    /// <summary>Refuses the step. The handlers after this one are not asked.</summary>
    /// <param name="code">One of <see cref="OtpErrorCodes"/> that Offer18 itself can answer with. Default: <see cref="OtpErrorCodes.NotEligible"/>.</param>
    /// <param name="text">
    /// The name of the text that the visitor reads, if it is one of the site's own: <c>too_young</c> stands for the keys <c>error.too_young.title</c> and
    /// <c>error.too_young.detail</c> of the resources of <see cref="Offer18OtpBuilder.AddTexts{TResource}"/>. Up to 64 letters (a-z), digits and underscores. Null for the
    /// text of the code.
    /// </param>
    /// <exception cref="ArgumentException">A parameter has another value.</exception>
    public void Refuse(string code = OtpErrorCodes.NotEligible, string? text = null)
    {
        if (!OtpErrorTable.CanPartnerMean(code, Calls))
        {
            throw new ArgumentException($"\"{code}\" cannot refuse this step.", nameof(code));
        }

        if (text is not null && (text.Length is 0 or > LongestName || !text.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '_')))
        {
            throw new ArgumentException("The name of a text has up to 64 letters (a-z), digits and underscores.", nameof(text));
        }

        Refusal = new(code, text);
    }

    internal abstract OtpPartnerCalls Calls { get; }
}
