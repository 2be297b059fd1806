using Microsoft.Extensions.Localization;

// Without these two a host that sets LocalizationOptions.ResourcesPath moves the look-up, and the texts vanish.
[assembly: ResourceLocation("Localization")]
[assembly: RootNamespace("Offer18.Otp.Simulator")]

namespace Offer18.Otp.Simulator;

/// <summary>Names the resource that holds the simulator's texts.</summary>
internal sealed class SimulatorText;
