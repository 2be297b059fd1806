namespace Offer18.Otp.AspNetCore.Components;

/// <summary>What a visitor whose number already has the subscription can do next.</summary>
internal sealed record SubscribedStepModel
{
    public required OtpElementIds Ids { get; init; }

    /// <summary>The content that the number has a subscription for; null if the page does not name it.</summary>
    public string? ContentUrl { get; init; }

    /// <summary>Whether the page may know a <see cref="ContentUrl"/>, for its module to put in.</summary>
    public bool IsContentUrlOnPage { get; init; }

    public required string ResetAction { get; init; }

    public static SubscribedStepModel Create(OtpElementIds ids, OtpVerificationLinks links) => new()
    {
        Ids = ids,
        ContentUrl = links.AlreadySubscribedUrl,
        IsContentUrlOnPage = links.IsAlreadySubscribedUrlOnPage,
        ResetAction = links.Reset,
    };
}
