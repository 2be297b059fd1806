using System.Security.Claims;
using Offer18.Otp.AspNetCore.Gate;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Tests.Gate;

public sealed class OtpClaimsTests
{
    private static readonly ClaimsPrincipal Nobody = new(new ClaimsIdentity());

    [Fact]
    public void A_newer_proof_of_a_campaign_takes_the_place_of_the_older_one()
    {
        var user = OtpClaims.Add(OtpClaims.Add(Nobody, Proof("one", "+447700900123")), Proof("two", "+447700900124"));

        Assert.Equal(["+447700900124"], user.FindAll("phone_number").Select(claim => claim.Value));
        Assert.Equal("d.two", OtpClaims.ProofId(user, "")?.Value);
    }

    [Fact]
    public void A_proof_that_the_user_has_already_changes_nothing()
    {
        var user = OtpClaims.Add(Nobody, Proof("one", "+447700900123"));

        Assert.Same(user, OtpClaims.Add(user, Proof("one", "+447700900123")));
    }

    [Fact]
    public void The_proofs_of_two_campaigns_stand_side_by_side()
    {
        var user = OtpClaims.Add(OtpClaims.Add(Nobody, Proof("one", "+447700900123")), Proof("two", "+447700900124", "games"));

        Assert.Equal(("+447700900123", "+447700900124"), (OtpClaims.Read(user, "")?.Msisdn, OtpClaims.Read(user, "games")?.Msisdn));
        Assert.Equal("+447700900123", OtpClaims.Read(OtpClaims.Remove(user, "games"), "")?.Msisdn);
    }

    // It keeps its id, and nothing else: whoever is in doubt is not let in.
    [Fact]
    public void While_a_proof_is_in_doubt_its_claims_are_gone_and_come_back_with_it()
    {
        var suspended = OtpClaims.Suspend(OtpClaims.Add(Nobody, Proof("one", "+447700900123")), "");

        Assert.Null(OtpClaims.Read(suspended, ""));
        Assert.Empty(suspended.FindAll("phone_number"));
        Assert.Equal("d.one", OtpClaims.ProofId(suspended, "")?.Value);
        Assert.Equal("+447700900123", OtpClaims.Read(OtpClaims.Add(suspended, Proof("one", "+447700900123")), "")?.Msisdn);
    }

    private static VerifiedMsisdn Proof(string id, string msisdn, string campaign = "") => new()
    {
        Id = new("d." + id),
        Campaign = campaign,
        Msisdn = msisdn,
        VerifiedAt = DateTimeOffset.UnixEpoch,
        ValidUntil = DateTimeOffset.UnixEpoch.AddHours(1),
    };
}
