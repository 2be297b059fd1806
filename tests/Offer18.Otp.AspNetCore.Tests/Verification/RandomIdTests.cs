using System.Buffers.Text;
using System.Net;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Tests.Verification;

/// <summary>What must not be guessed: handles, the ids of proofs, leases.</summary>
public sealed class RandomIdTests
{
    private const int Many = 1000;

    public static TheoryData<string> Kinds => ["handle", "handle of a proof", "proof", "lease"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_id_has_its_bits_and_no_two_are_alike(string kind)
    {
        byte[][] made = [.. Enumerable.Range(0, Many).Select(_ => Base64Url.DecodeFromChars(Make(kind)))];

        Assert.All(made, id => Assert.Equal(kind == "lease" ? 16 : 32, id.Length));
        // Each byte by itself is as good as random: with a thousand ids it has nearly all of its 256 values (251 are expected, give or take 2).
        Assert.All(Enumerable.Range(0, made[0].Length), place => Assert.InRange(made.Select(id => id[place]).Distinct().Count(), 230, 256));
    }

    // A generator that is fast and not made for secrets can pass every test of its numbers. So it must not be there at all.
    [Theory]
    [InlineData(typeof(OtpTicket))]
    [InlineData(typeof(Offer18OtpBuilderRedisExtensions))]
    public void No_other_source_of_randomness_is_used_than_the_cryptographic_one(Type ofAssembly)
    {
        using var file = new PEReader(File.OpenRead(ofAssembly.Assembly.Location));
        var metadata = file.GetMetadataReader();

        Assert.DoesNotContain("System.Random", metadata.TypeReferences.Select(metadata.GetTypeReference)
            .Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}"));
        Assert.DoesNotContain("NewGuid", metadata.MemberReferences.Select(metadata.GetMemberReference).Select(member => metadata.GetString(member.Name)));
    }

    // Not only where ids are made: what a browser holds, and what the gate looks for.
    [Fact]
    public async Task What_browsers_hold_after_a_code_and_after_a_proof_is_new_each_time()
    {
        await using var site = await OtpSite.StartAsync();
        var protector = site.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("Offer18.Otp", "Browser", "v1", "");
        var handles = new List<string>();
        var proofs = new List<string>();
        for (var visitor = 0; visitor < 10; visitor++)
        {
            using var browser = site.NewBrowser();
            await browser.GenerateAsync(OtpSite.Number);
            handles.Add(Ticket(browser.OtpCookie()!).GetProperty("handle").GetString()!);
            await browser.VerifyAsync(site.Code);
            var verified = Ticket(browser.OtpCookie()!);
            handles.Add(verified.GetProperty("handle").GetString()!);
            proofs.Add(verified.GetProperty("proofId").GetString()!.Split('.')[1]);
            site.Clock.Advance(TimeSpan.FromMinutes(10));
        }

        Assert.Equal((20, 10), (handles.Distinct().Count(), proofs.Distinct().Count()));
        Assert.All(handles.Concat(proofs), id => Assert.Equal(32, Base64Url.DecodeFromChars(id).Length));

        JsonElement Ticket(Cookie cookie) => JsonElement.Parse(protector.Unprotect(cookie.Value)).GetProperty("ticket");
    }

    private static string Make(string kind) => kind switch
    {
        "handle" => OtpTicket.New(null).Handle,
        "handle of a proof" => OtpTicket.OfProof(new("digest.proof"), null, null).Handle,
        "proof" => ProofKeeper.New(
            new("", OtpTicket.New(null), null), new("", new("digest"), "id"), OtpSite.Msisdn, DateTimeOffset.UnixEpoch, TimeSpan.FromHours(1)).Id.Value.Split('.')[1],
        "lease" => OtpLease.New().Value,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
