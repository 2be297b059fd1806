namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>A request to check a code. It contains no number: the challenge has it.</summary>
internal sealed record VerifyCommand
{
    public string? Otp { get; init; }

    /// <summary>
    /// What the visitor confirms: the <see cref="OtpTicket.CodeTag"/> of the page, or <see cref="WhateverWaits"/>. Null if he confirms nothing. A code beside it counts instead.
    /// </summary>
    public string? Confirm { get; init; }

    /// <summary>Confirms the code that waits, whichever it is: for programs, which know what they have posted.</summary>
    public const string WhateverWaits = "true";

    /// <summary>The number that the code is for, as <see cref="ChallengeFinder.SwitchAsync"/> takes it.</summary>
    public string? Back { get; init; }

    /// <summary>As <see cref="GenerateCommand.Terms"/>.</summary>
    public string? Terms { get; init; }

    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    /// <summary>Only the type's name, because a record's own text would show the code.</summary>
    public override string ToString() => nameof(VerifyCommand);
}
