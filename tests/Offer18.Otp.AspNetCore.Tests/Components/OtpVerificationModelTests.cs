using Offer18.Otp.AspNetCore.Browser;
using Offer18.Otp.AspNetCore.Components;
using Offer18.Otp.AspNetCore.Errors;
using Offer18.Otp.AspNetCore.Limits;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Tests.Components;

/// <summary>What a visitor sees, without HTML.</summary>
public sealed class OtpVerificationModelTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly OtpVerificationLinks Links = new()
    {
        Style = "/otp/style.css",
        Module = "/otp/element.js",
        Page = "/offer?a=b#offer18-otp",
        Root = "/shop/",
        Generate = "/generate",
        Verify = "/verify",
        Reset = "/reset",
        Status = "/status",
    };

    public static TheoryData<string> Codes => [.. OtpErrorTable.Codes];

    [Fact]
    public void Each_state_has_a_step_of_its_own()
    {
        Assert.Equal("number", StepOf(Model(OtpState.None)));
        Assert.Equal("code", StepOf(Model(Pending())));
        Assert.Equal("verified", StepOf(Model(Verified())));
    }

    [Fact]
    public void In_a_circuit_nothing_is_said_of_the_visitor()
    {
        var model = OtpVerificationModel.Create(null, new(""), Links, new Offer18OtpOptions(), new());

        Assert.False(model.IsVisitKnown);
        Assert.Equal("", StepOf(model));
        Assert.Equal((null, null, null), (model.State, model.Status, model.StatusText));
        Assert.Equal("4-8", model.CodeLength);
    }

    [Theory]
    [InlineData(OtpErrorCodes.OtpRequired, false, "number")]
    [InlineData(null, true, "number")]
    [InlineData(OtpErrorCodes.InvalidMsisdn, true, "number")]
    [InlineData(OtpErrorCodes.InvalidMsisdn, false, "verified")]
    [InlineData(null, false, "verified")]
    public void A_verified_visitor_is_asked_again_by_the_gate_or_at_request(string? code, bool askAgain, string step)
    {
        var model = Model(Verified(), new OtpNotice(code) { AskAgain = askAgain });

        Assert.Equal(step, StepOf(model));
        Assert.Equal(step == "number", model.Number?.IsAskedAgain ?? false);
        Assert.Equal(OtpStateKind.Verified, model.Status!.State);
        Assert.Equal(step == "number" ? "none" : "verified", model.State);
    }

    [Fact]
    public void A_pending_code_is_never_replaced_by_the_question_for_a_number() =>
        Assert.Equal("code", StepOf(Model(Pending(), new OtpNotice(OtpErrorCodes.OtpRequired) { AskAgain = true })));

    [Theory]
    [InlineData(1, 1, false, "code.sent")]
    [InlineData(0, 1, true, "code.exhausted")]
    [InlineData(1, 0, true, "code.expired")]
    [InlineData(1, -1, true, "code.expired")]
    [InlineData(0, -1, true, "code.expired")]
    public void A_code_is_over_without_attempts_or_time(int attempts, int secondsLeft, bool isOver, string text)
    {
        var model = Model(Pending(attempts, secondsLeft));

        Assert.Equal((isOver, text), (model.Code!.IsOver, model.StatusText));
    }

    [Fact]
    public void A_code_that_was_sent_again_is_called_a_new_one() =>
        Assert.Equal("code.resent", Model(Pending(), new OtpNotice(null) { IsNewCode = true }).StatusText);

    [Fact]
    public void Who_was_just_locked_out_is_told_so_even_where_the_code_expired() => Assert.Equal(
        OtpErrorCodes.AttemptsExhausted, Model(Pending(attempts: 0, secondsLeft: -1), new OtpNotice(OtpErrorCodes.InvalidOtp) { Restart = true }).Error!.TextName);

    [Fact]
    public void A_verified_number_is_read_out_and_a_question_for_one_is_not()
    {
        Assert.Equal("verified.message", Model(Verified()).StatusText);
        Assert.Null(Model(OtpState.None).StatusText);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void An_error_is_shown_by_its_own_code_while_a_code_is_awaited(string code) =>
        Assert.Equal(code == OtpErrorCodes.AlreadySubscribed ? null : code, Model(Pending(), new OtpNotice(code)).Error?.Code);

    [Theory]
    [InlineData(0, 60, OtpErrorCodes.InvalidOtp, true, OtpErrorCodes.AttemptsExhausted)]
    [InlineData(0, 60, OtpErrorCodes.InvalidOtp, false, OtpErrorCodes.AttemptsExhausted)]
    [InlineData(1, 60, OtpErrorCodes.InvalidOtp, false, OtpErrorCodes.InvalidOtp)]
    [InlineData(1, -1, OtpErrorCodes.InvalidOtp, false, OtpErrorCodes.InvalidOtp)]
    [InlineData(1, -1, OtpErrorCodes.NoPendingRequest, true, OtpErrorCodes.OtpExpired)]
    [InlineData(0, 60, OtpErrorCodes.NoPendingRequest, true, OtpErrorCodes.OtpExpired)]
    [InlineData(1, 60, OtpErrorCodes.NoPendingRequest, true, OtpErrorCodes.NoPendingRequest)]
    public void Page_and_scripts_get_one_code_and_its_text_follows_from_restart(int attempts, int secondsLeft, string code, bool restart, string text)
    {
        var model = Model(Pending(attempts, secondsLeft), new OtpNotice(code) { Restart = restart });

        Assert.Equal((code, code, text), (model.Error!.Code, model.Status!.Error, model.Error.TextName));
    }

    [Fact]
    public void Where_nothing_went_wrong_there_is_no_error() =>
        Assert.Null(Model(OtpState.None, new OtpNotice(null) { AskAgain = true }).Error);

    [Theory]
    [InlineData(OtpErrorCodes.InvalidMsisdn, "number")]
    [InlineData(OtpErrorCodes.UpstreamUnavailable, "number")]
    [InlineData(OtpErrorCodes.ConsentRequired, "consent")]
    public void On_the_step_of_the_number_an_error_leads_to_the_field(string code, string id) =>
        Assert.Equal("/offer?a=b#offer18-otp-" + id, Model(OtpState.None, new OtpNotice(code)).Error!.TitleUrl);

    [Theory]
    [InlineData(1, "code")]
    [InlineData(0, "again")]
    public void On_the_step_of_the_code_it_leads_to_the_code_or_a_new_one(int attempts, string id) =>
        Assert.Equal("/offer?a=b#offer18-otp-" + id, Model(Pending(attempts), new OtpNotice(OtpErrorCodes.InvalidOtp)).Error!.TitleUrl);

    [Fact]
    public void For_a_verified_visitor_it_leads_on() =>
        Assert.Equal("/offer?a=b#offer18-otp-continue", Model(Verified(), new OtpNotice(OtpErrorCodes.ForgedRequest)).Error!.TitleUrl);

    [Theory]
    [MemberData(nameof(Codes))]
    public void Only_what_is_mistyped_is_marked_as_wrong(string code)
    {
        var isMistyped = code is OtpErrorCodes.InvalidMsisdn or OtpErrorCodes.InvalidOtp or OtpErrorCodes.OtpExpired;
        var number = Model(OtpState.None, new OtpNotice(code)).Number;

        Assert.Equal(isMistyped, number?.IsInvalid ?? false);
        Assert.Equal(isMistyped, Model(Pending(), new OtpNotice(code)).Code?.IsInvalid ?? false);
        Assert.Equal(code == OtpErrorCodes.ConsentRequired, number?.IsConsentMissing ?? false);
    }

    [Theory]
    [InlineData(null, "offer18-otp-hint")]
    [InlineData(OtpErrorCodes.InvalidMsisdn, "offer18-otp-error offer18-otp-hint")]
    [InlineData(OtpErrorCodes.StoreUnavailable, "offer18-otp-error offer18-otp-hint")]
    [InlineData(OtpErrorCodes.ConsentRequired, "offer18-otp-hint")]
    public void A_field_is_described_by_its_hint_and_by_an_error_of_its_own(string? code, string ids) => Assert.Equal(
        (ids, ids), (Model(OtpState.None, new OtpNotice(code)).Number!.DescribedBy, Model(Pending(), new OtpNotice(code)).Code!.DescribedBy));

    [Theory]
    [MemberData(nameof(Codes))]
    public void Only_where_a_check_still_runs_the_error_itself_has_a_way_forward(string code)
    {
        var url = code == OtpErrorCodes.VerificationInProgress ? "/offer?a=b" : null;

        Assert.All([OtpState.None, Pending(), Pending(attempts: 0), Verified()], state => Assert.Equal(url, Model(state, new OtpNotice(code)).Error?.CheckAgainUrl));
    }

    [Theory]
    [InlineData(1, -1, OtpErrorCodes.OtpExpired, true)]
    [InlineData(0, 60, OtpErrorCodes.OtpExpired, true)]
    [InlineData(0, 60, OtpErrorCodes.InvalidOtp, true)]
    [InlineData(0, 60, OtpErrorCodes.AttemptsExhausted, true)]
    [InlineData(0, 60, OtpErrorCodes.ResendTooSoon, false)]
    [InlineData(0, 60, OtpErrorCodes.UpstreamUnavailable, false)]
    [InlineData(1, 60, OtpErrorCodes.InvalidOtp, false)]
    public void Why_a_code_is_over_is_said_once(int attempts, int secondsLeft, string code, bool isWhole)
    {
        var model = Model(Pending(attempts, secondsLeft), new OtpNotice(code) { Restart = attempts == 0, RetryAt = Now.AddSeconds(9) });

        Assert.Equal((isWhole, isWhole), (model.Error!.IsWhole, model.StatusText is null));
    }

    [Fact]
    public void A_subscriber_sees_no_error_and_nothing_to_type_but_the_way_to_the_content()
    {
        var links = Links with { AlreadySubscribedUrl = "/members" };

        Assert.All([OtpState.None, Pending(), Pending(attempts: 0), Verified()], state =>
        {
            var model = Model(state, new OtpNotice(OtpErrorCodes.AlreadySubscribed), links: links, outage: new(IsPaused: false, Now.AddSeconds(12)));

            Assert.Equal(("", "error.already_subscribed.detail"), (StepOf(model), model.StatusText));
            Assert.Equal((null, null), (model.Error, model.Outage));
            Assert.Equal(("/members", "/reset"), (model.Subscribed!.ContentUrl, model.Subscribed.ResetAction));
            Assert.Equal(OtpErrorCodes.AlreadySubscribed, model.Status!.Error);
        });
    }

    [Theory]
    [InlineData(30, 1, 30)]
    [InlineData(0, 1, null)]
    [InlineData(-1, 1, null)]
    [InlineData(30, 0, null)]
    public void An_error_says_how_long_to_wait_unless_the_step_does(int retryIn, int attempts, int? seconds)
    {
        var notice = new OtpNotice(OtpErrorCodes.ResendTooSoon) { RetryAt = Now.AddSeconds(retryIn) };

        Assert.Equal(seconds, Model(Pending(attempts), notice).Error!.RetryIn?.TotalSeconds);
        // Below the code's field it counts down.
        Assert.Null(Model(Pending(attempts, resendIn: 30), notice).Error!.RetryIn);
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(0, false)]
    public void A_new_code_must_be_waited_for(int resendIn, bool mustWait) => Assert.Equal(mustWait, Model(Pending(resendIn: resendIn)).Code!.MustWait);

    [Fact]
    public void What_was_typed_and_chosen_comes_back()
    {
        var options = new Offer18OtpOptions { RequireConsent = true, DefaultCountry = "GB", AllowedCountries = { "GB", "KW" } };

        var number = Model(OtpState.None, new OtpNotice(null) { Typed = "12", Country = "KW", Consent = true }, options).Number!;

        Assert.Equal(("12", "KW", true, true), (number.Typed, number.Country, number.IsConsentGiven, number.RequiresConsent));
    }

    [Theory]
    [InlineData("GB,KW", "GB,KW")]
    [InlineData("GB,KW,+881", "GB,KW")]
    [InlineData("GB,+881", "")]
    [InlineData("+881", "")]
    public void A_network_without_a_country_is_not_among_the_countries(string allowed, string listed)
    {
        var options = new Offer18OtpOptions { DefaultCountry = "GB" };
        foreach (var country in allowed.Split(','))
        {
            options.AllowedCountries.Add(country);
        }

        Assert.Equal(listed, string.Join(',', Model(OtpState.None, new OtpNotice(null), options).Number!.Countries.Select(country => country.Code)));
    }

    // What the visitor has chosen, the header that the site names, the page, the campaign, the visitor's languages.
    [Theory]
    [InlineData(null, null, null, "GB", "", "GB", "+44")]
    [InlineData(null, null, null, null, "", null, null)]
    [InlineData("FR", null, null, "GB", "", null, null)]
    [InlineData("KW", "IQ", "IQ", "GB", "IQ", "KW", "+965")]
    [InlineData(null, "IQ", "KW", "GB", "KW", "IQ", "+964")]
    [InlineData(null, "US", "KW", "GB", "IQ", "KW", "+965")]
    [InlineData(null, "T1", "FR", "GB", "IQ", "GB", "+44")]
    [InlineData(null, null, null, null, "US,IQ,KW", "IQ", "+964")]
    [InlineData(null, null, null, null, "US", null, null)]
    public void The_country_that_is_chosen_is_the_likeliest_that_the_campaign_takes(
        string? typed, string? header, string? page, string? own, string languages, string? chosen, string? code)
    {
        var options = new Offer18OtpOptions { DefaultCountry = own, AllowedCountries = { "GB", "KW", "IQ" } };
        var visit = new OtpVisit(OtpState.None, new OtpNotice(null) { Country = typed }, Now) { CountryOfHeader = header, CountriesOfLanguages = languages.Split(',') };

        var number = OtpVerificationModel.Create(visit, new(""), Links, options, new() { DefaultCountry = page }).Number!;

        Assert.Equal((chosen, code), (number.Country, number.CallingCode));
    }

    [Theory]
    [InlineData("IQ", "IQ")]
    [InlineData("XX", null)]
    public void Where_all_countries_are_taken_one_is_chosen_that_there_is(string header, string? chosen)
    {
        var options = new Offer18OtpOptions { AllowedCountries = { "*" } };

        Assert.Equal(chosen, OtpVerificationModel.Create(new(OtpState.None, null, Now) { CountryOfHeader = header }, new(""), Links, options, new()).Number!.Country);
    }

    [Theory]
    [InlineData(nameof(OtpMistake.Empty), "msisdn_empty", "0501 234 56 78")]
    [InlineData(nameof(OtpMistake.Country), "msisdn_country", "+90 501 234 56 78")]
    [InlineData(nameof(OtpMistake.None), "invalid_msisdn", null)]
    public void A_mistake_in_a_number_is_said_with_an_example_of_its_country(string mistake, string text, string? example)
    {
        var options = new Offer18OtpOptions { DefaultCountry = "GB", AllowedCountries = { "GB", "TR" } };

        var error = Model(OtpState.None, new OtpNotice(OtpErrorCodes.InvalidMsisdn) { Mistake = Enum.Parse<OtpMistake>(mistake), Country = "TR" }, options).Error!;

        Assert.Equal((text, example), (error.TextName, error.Example));
    }

    [Theory]
    [InlineData(nameof(OtpMistake.Short), 6, 6, "otp_short", "6")]
    [InlineData(nameof(OtpMistake.Letters), 4, 8, "otp_letters", "4–8")]
    public void A_mistake_in_a_code_is_said_with_how_many_digits_it_has(string mistake, int min, int max, string text, string example)
    {
        var options = new Offer18OtpOptions { CodeLength = new() { Min = min, Max = max } };

        var error = Model(Pending(), new OtpNotice(OtpErrorCodes.InvalidOtp) { Mistake = Enum.Parse<OtpMistake>(mistake) }, options).Error!;

        Assert.Equal((text, example), (error.TextName, error.Example));
    }

    [Theory]
    [InlineData(null, false, null)]
    [InlineData(OtpConsentSteps.Both, false, "offer18-otp-terms")]
    [InlineData(OtpConsentSteps.Code, false, null)]
    [InlineData(OtpConsentSteps.Number, true, "offer18-otp-error offer18-otp-terms")]
    public void The_box_is_described_by_the_terms_beside_it_and_by_its_error(OtpConsentSteps? terms, bool isMissing, string? ids)
    {
        var visit = new OtpVisit(OtpState.None, isMissing ? new OtpNotice(OtpErrorCodes.ConsentRequired) : null, Now);

        Assert.Equal(ids, OtpVerificationModel.Create(visit, new(""), Links, new() { RequireConsent = true }, new() { Terms = terms }).Number!.ConsentDescribedBy);
    }

    [Theory]
    [InlineData(4, 8, null, "4-8")]
    [InlineData(6, 6, 6, "6-6")]
    public void Boxes_are_drawn_where_each_code_has_as_many_digits(int min, int max, int? digits, string length)
    {
        var model = Model(Pending(), options: new Offer18OtpOptions { CodeLength = new() { Min = min, Max = max } });

        Assert.Equal((digits, digits, length), (model.Digits, model.Code!.Digits, model.CodeLength));
    }

    [Fact]
    public void Where_a_campaign_is_paused_no_number_is_asked_for()
    {
        var model = Model(OtpState.None, outage: new(IsPaused: true));

        Assert.Equal(("", "paused", null, "/offer?a=b"), (StepOf(model), model.Outage!.TextName, model.Outage.RetryIn, model.Outage.CheckAgainUrl));
        Assert.Equal("none", model.State);
    }

    [Fact]
    public void While_a_breaker_is_open_the_number_is_still_asked_for()
    {
        var model = Model(OtpState.None, outage: new(IsPaused: false, Now.AddSeconds(12)));

        Assert.Equal("number", StepOf(model));
        Assert.Equal(("unreachable", 12, null), (model.Outage!.TextName, model.Outage.RetryIn?.TotalSeconds, model.Outage.CheckAgainUrl));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(0, true)]
    public void Who_has_a_code_hears_of_a_pause_only_when_he_needs_another(int attempts, bool hears)
    {
        var model = Model(Pending(attempts), outage: new(IsPaused: true));

        Assert.Equal(("code", hears), (StepOf(model), model.Outage is not null));
    }

    [Fact]
    public void A_verified_visitor_hears_of_no_outage() => Assert.Null(Model(Verified(), outage: new(IsPaused: true)).Outage);

    [Theory]
    [InlineData(true, "paused")]
    [InlineData(false, "upstream_unavailable")]
    public void The_error_of_an_outage_says_it_once_and_leads_somewhere(bool isPaused, string text)
    {
        var notice = new OtpNotice(OtpErrorCodes.UpstreamUnavailable) { IsPaused = isPaused };

        var model = Model(OtpState.None, notice, outage: new(isPaused));

        Assert.Null(model.Outage);
        Assert.Equal((text, "upstream_unavailable"), (model.Error!.TextName, model.Error.Code));
        Assert.Equal($"/offer?a=b#offer18-otp-{(isPaused ? "error" : "number")}", model.Error.TitleUrl);
    }

    [Fact]
    public void A_verified_visitor_goes_on_to_the_return_url_or_the_root()
    {
        Assert.Equal("/shop/", Model(Verified()).Verified!.ContinueUrl);
        Assert.Equal("/premium", Model(Verified(), links: Links with { ReturnUrl = "/premium" }).Verified!.ContinueUrl);
        Assert.Equal("/premium", Model(OtpState.None, links: Links with { ReturnUrl = "/premium" }).Status!.ReturnUrl);
    }

    [Fact]
    public void A_form_posts_to_its_own_endpoint()
    {
        var code = Model(Pending()).Code!;

        Assert.Equal("/generate", Model(OtpState.None).Number!.Action);
        Assert.Equal(("/verify", "/generate", "/reset"), (code.VerifyAction, code.ResendAction, code.ResetAction));
        Assert.Equal("/reset", Model(Verified()).Verified!.ResetAction);
    }

    private static string StepOf(OtpVerificationModel model) => string.Join(' ', new[]
    {
        model.Number is null ? null : "number", model.Code is null ? null : "code", model.Verified is null ? null : "verified",
    }.OfType<string>());

    private static OtpVerificationModel Model(
        OtpState state, OtpNotice? notice = null, Offer18OtpOptions? options = null, OtpVerificationLinks? links = null, OtpOutage? outage = null) =>
        OtpVerificationModel.Create(new(state, notice, Now) { Outage = outage }, new(""), links ?? Links, options ?? new Offer18OtpOptions(), new());

    private static OtpState Pending(int attempts = 5, int secondsLeft = 600, int resendIn = 0) => OtpState.Pending(new OtpChallenge
    {
        Digits = "447700900123",
        ExpiresAt = Now.AddSeconds(secondsLeft),
        ResendAt = Now.AddSeconds(resendIn),
        AttemptsRemaining = attempts,
    });

    private static OtpState Verified() => OtpState.Verified(new VerifiedMsisdn
    {
        Id = new("a.b"),
        Campaign = "",
        Msisdn = "447700900123",
        VerifiedAt = Now,
        ValidUntil = Now.AddDays(1),
    });
}
