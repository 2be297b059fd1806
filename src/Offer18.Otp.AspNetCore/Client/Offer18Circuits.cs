using System.Collections.Concurrent;
using Offer18.Otp.AspNetCore.Diagnostics;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>A circuit for each campaign: one campaign's dead server is not another's.</summary>
internal sealed class Offer18Circuits(OtpCircuits states, TimeProvider timeProvider)
{
    private readonly ConcurrentDictionary<string, Offer18Circuit> _circuits = new(StringComparer.Ordinal);

    public Offer18Circuit Of(string campaign) =>
        _circuits.GetOrAdd(campaign, name => new Offer18Circuit(name, states, timeProvider));
}
