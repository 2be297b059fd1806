namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>A request to check a code. It contains no number: the challenge has it.</summary>
internal sealed record VerifyCommand
{
    public string? Otp { get; init; }

    /// <summary>Whether the visitor confirms the code that waits for that (<see cref="Offer18OtpOptions.ConfirmBeforeVerify"/>).</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>The number that the code is for, as <see cref="ChallengeFinder.SwitchAsync"/> takes it.</summary>
    public string? Back { get; init; }

    /// <summary>As <see cref="GenerateCommand.Terms"/>.</summary>
    public string? Terms { get; init; }

    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    /// <summary>Only the type's name, because a record's own text would show the code.</summary>
    public override string ToString() => nameof(VerifyCommand);
}
