using System.Net;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Completions;

/// <summary>
/// Long answers, and what becomes of their holds: extended as they go, ended when the credit is gone, paid for when nobody listens.
/// </summary>
[Collection(PlatformCollection.Name)]
public sealed class StreamStories(PlatformFixture platform)
{
    // gpt-4.1-mini costs $0.40 a million tokens of input and $1.60 of output.
    private const string Model = "gpt-4.1-mini";
    private const long NanoPerInput = 400,
        NanoPerOutput = 1_600;

    private static readonly Money Five = Money.FromUsd(5);

    /// <summary>The error event as the client gets it.</summary>
    private string Error(string type, string code, string message) =>
        $$$"""data: {"error":{"message":"{{{message}}} See {{{platform.DashboardAddress.GetLeftPart(UriPartial.Authority)}}}/errors/{{{code}}}","type":"{{{type}}}","param":null,"code":"{{{code}}}"}}"""
        + "\n\n";

    [Fact]
    public async Task A_long_stream_extends_its_hold_as_it_goes()
    {
        var person = await Person.RegisterAsync(platform);
        using var response = await (await person.ClientAsync()).StreamAsync(Chat.Body(Model, stream: true), "tokens=30000");
        var (text, broke) = await response.ReadToTheEndAsync();
        Assert.False(broke);
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);

        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal((Outcome.Completed, UsageSource.Upstream, 30_000), (record.Outcome, record.Source, record.Usage.Output));
        Assert.True(record.Hold >= record.Charge, $"The hold was {record.Hold}, the charge {record.Charge}");
        Assert.Equal(new BalanceView(Five - record.Charge, Money.Zero), await person.BalanceAsync());
        await platform.ExpectSettledAsync(person);
    }

    [Fact]
    public async Task A_stream_ends_with_an_error_event_when_the_keys_limit_is_reached()
    {
        var person = await Person.RegisterAsync(platform);
        var limit = Money.FromUsd(0.005m);
        var client = await person.ClientAsync(new CreateKeyRequest("limited", SpendLimit: limit));
        using var response = await client.StreamAsync(Chat.Body(Model, stream: true), "tokens=20000");
        var (text, broke) = await response.ReadToTheEndAsync();
        Assert.True(broke, "The connection must be cut, so that no tool takes this for a whole answer");
        Assert.EndsWith(
            Error(
                "insufficient_quota",
                "key_limit_exceeded",
                "This API key reached its spend limit of $0.005 in the middle of this answer. You were charged for what was delivered. Use another key, or raise its limit on the Keys page."
            ),
            text,
            StringComparison.Ordinal
        );
        await ExpectPaidToTheLastTokenAsync(person, response, "key_limit_exceeded", limit, records: 1);
    }

    [Fact]
    public async Task A_stream_ends_with_an_error_event_when_the_credit_is_gone_and_the_credit_is_never_below_zero()
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync();
        var left = await SpendAsync(person, client, 499_300);

        using var response = await client.StreamAsync(Chat.Body(Model, stream: true), "tokens=20000");
        var (text, broke) = await response.ReadToTheEndAsync();
        Assert.True(broke);
        Assert.EndsWith(
            Error(
                "insufficient_quota",
                "insufficient_quota",
                "The account's credit ran out in the middle of this answer, or what is left of it is set aside for other requests. You were charged for what was delivered. Buy a credit pack on the Credit page, then ask again."
            ),
            text,
            StringComparison.Ordinal
        );
        await ExpectPaidToTheLastTokenAsync(person, response, "insufficient_quota", left, records: 2);
    }

    /// <summary>A usual answer may cost $0.013 and is held; the longest may cost $0.052.</summary>
    [Theory]
    [InlineData(499_300)]
    [InlineData(497_000)]
    public async Task A_whole_answer_is_limited_to_what_the_credit_pays_for(int spentTokens)
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync();
        var left = await SpendAsync(person, client, spentTokens);

        // Like an upstream that heeds the limit, the fake one cuts its text there.
        using var request = Chat.Request(Chat.Body(Model), "tokens=32000");
        request.Headers.Add("x-fake-record", "true");
        using var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("\"finish_reason\":\"length\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var sent = Assert.Single(await UpstreamTally.OfAsync(platform, response.RequestId())).RequestBody!;
        Assert.StartsWith("{\"max_completion_tokens\":", sent, StringComparison.Ordinal);

        var record = (await person.UsageAsync(2)).Single(record => record.RequestId == response.RequestId());
        Assert.Equal((Outcome.Completed, UsageSource.Upstream), (record.Outcome, record.Source));
        Assert.InRange(record.Charge.NanoUsd, (left - new Money(100 * NanoPerInput)).NanoUsd, left.NanoUsd);
        Assert.InRange((await person.BalanceAsync()).Credit.NanoUsd, 0, left.NanoUsd);
        await platform.ExpectSettledAsync(person);
    }

    /// <summary>
    /// What is left of $5 after so many tokens of gpt-5, at $10 a million: four answers at once, because one has at most 128,000.
    /// </summary>
    private static async Task<Money> SpendAsync(Person person, HttpClient client, int tokens)
    {
        using (await client.ChatAsync(Chat.Body("gpt-5", more: ",\"n\":4"), $"tokens={tokens / 4}"))
            await person.UsageAsync(1);
        var left = (await person.BalanceAsync()).Credit;
        Assert.InRange(left.NanoUsd, Five.NanoUsd - tokens * 10_000L - 100_000, Five.NanoUsd - tokens * 10_000L);
        return left;
    }

    /// <summary>It holds all the credit there is, and new credit comes when nobody listens any more.</summary>
    [Fact]
    public async Task For_a_client_that_hung_up_no_hold_is_extended()
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync();
        var left = await SpendAsync(person, client, 499_780);
        string requestId;
        using (var response = await client.StreamAsync(Chat.Body(Model, stream: true), "tokens=20000, chunk-delay=5ms"))
            requestId = response.RequestId();
        await person.BuyAsync("starter");

        var record = (await person.UsageAsync(2)).Single(record => record.RequestId == requestId);
        Assert.Equal((Outcome.Disconnected, UsageSource.Counted, left), (record.Outcome, record.Source, record.Hold));
        Assert.InRange(record.Charge.NanoUsd, left.NanoUsd / 2, left.NanoUsd);
        Assert.Equal(new BalanceView(left + Five - record.Charge, Money.Zero), await person.BalanceAsync());
        await platform.ExpectSettledAsync(person);
    }

    /// <summary>Charged is what was delivered, counted, as much as there was money for and not a token more.</summary>
    private async Task ExpectPaidToTheLastTokenAsync(Person person, HttpResponseMessage response, string code, Money money, int records)
    {
        var record = (await person.UsageAsync(records)).Single(record => record.RequestId == response.RequestId());
        Assert.Equal((Outcome.Interrupted, UsageSource.Counted, code), (record.Outcome, record.Source, record.ErrorCode));
        Assert.Equal(money, record.Hold);
        // What is held for the input is half the bytes of the whole body, counted is a quarter of the messages' bytes; and a delta of some
        // 24 bytes may not have fitted.
        Assert.InRange(
            record.Charge.NanoUsd,
            (money - new Money(4 * record.Usage.Input * NanoPerInput + 8 * NanoPerOutput)).NanoUsd,
            money.NanoUsd
        );
        var balance = await person.BalanceAsync();
        Assert.Equal(Money.Zero, balance.Held);
        Assert.InRange(balance.Credit.NanoUsd, 0, Five.NanoUsd);
        await platform.ExpectSettledAsync(person);
    }

    /// <summary>Holds live for twenty seconds here.</summary>
    [Fact]
    public async Task A_stream_that_outlives_its_holds_lifetime_keeps_its_hold()
    {
        var person = await Person.RegisterAsync(platform);
        using var response = await (await person.ClientAsync()).StreamAsync(
            Chat.Body(Model, stream: true),
            "tokens=1800, chunk-delay=70ms"
        );
        var (text, broke) = await response.ReadToTheEndAsync();
        Assert.False(broke);
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal((Outcome.Completed, 1_800), (record.Outcome, record.Usage.Output));
        Assert.True(record.DurationMs > 23_000, $"The stream took {record.DurationMs} ms only");
        await platform.ExpectSettledAsync(person);
    }
}
