using System.Collections;
using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;
using Offer18.Otp.AspNetCore.Browser;
using Offer18.Otp.AspNetCore.Client;
using Offer18.Otp.AspNetCore.Endpoints;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Verification;
using Offer18.Otp.Simulator;

namespace Offer18.Otp.AspNetCore.Tests.Diagnostics;

/// <summary>
/// What a record's own text shows, wherever a log, an exception or a debugger prints it. The compiler writes every public member into it, unless the record
/// has a text of its own.
/// </summary>
public sealed class RecordTextTests
{
    // Texts that tell nothing of a visitor, and no secret: words of ours, names of settings, addresses of pages. Whoever adds a member with a text to a record
    // decides here, or gives the record a text of its own.
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "OtpCampaign.Name", "OtpError.Code", "OtpRefusal.Code", "OtpErrorRow.Code", "OtpErrorRow.PageCodeOnRestart", "OtpSendDecision.LastErrorCode",
        "OtpProblemBody.Type", "OtpProblemBody.Title", "OtpProblemBody.Detail", "OtpPageState.Error",
        "OtpPlainPage.Campaign", "OtpPlainPage.Title", "OtpPlainPage.Text", "OtpVerifiedRequirement.Campaign", "OtpRoute.Campaign", "OtpRoute.Operator", "OtpState.Operator",
        // Names of events and of texts.
        "OtpError.Text", "OtpState.EventId", "OtpEventRefusal.Code", "OtpEventRefusal.Text",
        // An example from the list of numbers, or a count of digits.
        "OtpError.Example",
        // A local address.
        "OtpOutcome.ReturnUrl", "OtpOutcome.Operator", "Step.ReturnUrl",
        // A digest of the browser's handle.
        "OtpChallengeKey.Campaign", "OtpChallengeKey.Id",
        // Digests of numbers, addresses and handles; a country or a prefix.
        "OtpCounterKey.Campaign", "OtpCounterKey.Id", "OtpLimit.Name",
        // Masked.
        "OtpNumberStanding.Msisdn", "OtpPrefixStanding.Prefix", "OtpState.MaskedMsisdn", "OtpState.LeftMaskedMsisdn", "OtpVerificationModel.Msisdn",
    };

    // What our own types show of such members: addresses and ids of elements, names of countries, rules.
    private static readonly string[] HarmlessRecords =
    [
        "OtpView", "OtpPageValues", "OtpPlace", "OtpVerificationLinks", "OtpVerificationModel", "OtpVisit", "CodeStepModel", "ConfirmStepModel", "VerifiedStepModel", "WhatWentWrongModel", "OutageModel", "SubscribedStepModel", "OtpWishes", "OtpCountry",
        "OtpPostbackSetAside", "NumberRule", "NumberPlan", "NumberPattern", "Rule", "WireOperation", "MagicNumber", "Reply",
    ];

    private static readonly Assembly[] Packages =
        [typeof(Offer18OtpOptions).Assembly, typeof(Redis.RedisStoreOptions).Assembly, typeof(Testing.VerifiedMsisdnStoreContract).Assembly, typeof(Offer18SimulatorOptions).Assembly];

    private static IEnumerable<Type> Records => Packages.SelectMany(package => package.GetTypes()).Where(type => PrintMembers(type) is not null);

    [Fact]
    public void No_record_shows_a_text_that_nobody_has_found_harmless()
    {
        var records = Records.ToArray();
        var shown = records.Where(IsTextOfTheCompiler)
            .Where(record => !HarmlessRecords.Contains(record.Name))
            .SelectMany(record => Members(record).Where(member => IsText(member.Type)).Select(member => $"{record.Name}.{member.Name}"));

        Assert.InRange(records.Length, 60, 200);
        Assert.Empty(shown.Except(Harmless));
    }

    [Fact]
    public void No_record_shows_a_handle_a_number_a_code_a_request_id_or_a_key()
    {
        var secrets = new[] { "Handle", "Digits", "Typed", "Otp", "RequestId", "ApiKey", "FormKey", "Token", "AntiforgeryToken", "ProofId", "Address" };
        var shown = Records.Where(IsTextOfTheCompiler)
            .SelectMany(record => Members(record)
                .Where(member => secrets.Contains(member.Name) && (IsText(member.Type) || member.Type == typeof(OtpProofId) || member.Type == typeof(IPAddress)))
                .Select(member => $"{record.Name}.{member.Name}"));

        // It is a path.
        Assert.Equal(["OtpPlace.Address"], shown);
    }

    [Fact]
    public void What_the_flow_carries_has_only_its_name_as_its_text()
    {
        var ticket = OtpTicket.New(null) with { ProofId = new("digest.s3cret"), ReturnUrl = "s3cret" };
        object[] carried =
        [
            ticket,
            new OtpCaller("", ticket, "s3cret") { Agent = "s3cret", Address = IPAddress.Parse("192.0.2.1") },
            new GenerateCommand { Typed = "s3cret" },
            new VerifyCommand { Otp = "s3cret" },
            new TypedNumber("s3cret", true),
            new OtpNotice("code") { Typed = "s3cret" },
            new OtpCookieContent(ticket, null) { FormKey = "s3cret" },
            new Answer("s3cret", "s3cret", false, "s3cret"),
            new OtpPageState(new OtpStateBody { State = OtpStateKind.None, AntiforgeryToken = "s3cret" }),
            new OtpOutcome(ticket),
        ];

        Assert.All(carried, value => Assert.DoesNotContain("s3cret", value.ToString()!, StringComparison.Ordinal));
        Assert.All(carried, value => Assert.DoesNotContain(ticket.Handle, value.ToString()!, StringComparison.Ordinal));
        Assert.All(carried, value => Assert.DoesNotContain("192.0.2.1", value.ToString()!, StringComparison.Ordinal));
    }

    private static MethodInfo? PrintMembers(Type type) => type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly);

    // A record that inherits a sealed text has none of its own.
    private static bool IsTextOfTheCompiler(Type record) =>
        record.GetMethod(nameof(ToString), Type.EmptyTypes)!.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);

    private static IEnumerable<(string Name, Type Type)> Members(Type record) =>
        record.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(property => property.GetIndexParameters().Length == 0).Select(property => (property.Name, property.PropertyType))
            .Concat(record.GetFields(BindingFlags.Instance | BindingFlags.Public).Select(field => (field.Name, field.FieldType)));

    // A list or a dictionary prints its type's name, but may be printed by whoever unpacks it.
    private static bool IsText(Type type) => type == typeof(string) || type == typeof(Uri) || typeof(IDictionary<string, string>).IsAssignableFrom(type) || typeof(IDictionary).IsAssignableFrom(type);
}
