namespace Offer18.Otp.AspNetCore.Client;

/// <summary>A text of an answer that may say why it is no success.</summary>
/// <param name="Place">Where it was, such as <c>error.message</c>. It is one of our own names, not what the peer wrote.</param>
/// <param name="Text">The text as it came.</param>
internal sealed record AnswerText(string Place, string Text)
{
    /// <summary>Only the type's name, because a record's own text would show what the partner wrote.</summary>
    public override string ToString() => nameof(AnswerText);
}
