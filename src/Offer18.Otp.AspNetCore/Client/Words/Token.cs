namespace Offer18.Otp.AspNetCore.Client.Words;

/// <summary>A word or a number of a text.</summary>
/// <param name="Text">Lower case, without accents, and in Arabic without the article.</param>
/// <param name="Break">What stands before it.</param>
internal readonly record struct Token(string Text, TokenBreak Break)
{
    public bool IsNumber => char.IsAsciiDigit(Text[0]);

    /// <summary>Only the type's name, because a record's own text would show what the partner wrote.</summary>
    public override string ToString() => nameof(Token);
}
