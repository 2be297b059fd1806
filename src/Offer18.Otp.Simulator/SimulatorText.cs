using Microsoft.Extensions.Localization;

// A host's LocalizationOptions.ResourcesPath would change where texts are looked up, and ours would not be found. These two attributes
// prevent that.
[assembly: ResourceLocation("Localization")]
[assembly: RootNamespace("Offer18.Otp.Simulator")]

namespace Offer18.Otp.Simulator;

/// <summary>Names the resource that holds the simulator's texts.</summary>
internal sealed class SimulatorText;
