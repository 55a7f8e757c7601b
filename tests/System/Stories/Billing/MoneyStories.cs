using System.Net;
using System.Net.Http.Json;
using Npgsql;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Billing;

/// <summary>What requests cost, whichever way they end, held against what the upstream says it served.</summary>
[Collection(PlatformCollection.Name)]
public sealed class MoneyStories(PlatformFixture platform)
{
    private static readonly Money Five = Money.FromUsd(5);

    [Fact]
    public async Task Twenty_parallel_callers_are_charged_exactly_what_the_upstream_served()
    {
        const int callers = 20,
            each = 10;
        var people = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Person.RegisterAsync(platform)));
        var requestIds = new List<string>();
        await Task.WhenAll(
            people.Select(
                async (person, caller) =>
                {
                    var client = await person.ClientAsync();
                    for (var i = 0; i < each; i++)
                    {
                        // Streams and whole answers, good ones and failing ones, of every length.
                        var script = i % 5 == 4 ? "status=500" : null;
                        using var response = await client.ChatAsync(
                            Chat.Body("fake-echo", new string('x', 1 + caller * 7 + i), stream: i % 2 == 0),
                            script
                        );
                        Assert.Equal(script is null ? HttpStatusCode.OK : HttpStatusCode.BadGateway, response.StatusCode);
                        lock (requestIds)
                            requestIds.Add(response.RequestId());
                    }
                }
            )
        );

        var served = await UpstreamTally.OfAsync(platform, requestIds);
        Assert.Equal(callers * each, served.Count);
        var charged = Money.Zero;
        foreach (var person in people)
        {
            var records = await person.UsageAsync(each);
            Assert.Equal(each, records.Count);
            var sum = records.Aggregate(Money.Zero, (total, record) => total + record.Charge);
            Assert.Equal(new BalanceView(Five - sum, Money.Zero), await person.BalanceAsync());
            charged += sum;
        }

        // fake-echo costs $1 a million tokens of input and $2 of output: 1,000 and 2,000 nano-USD each.
        Assert.Equal(served.Sum(request => request.PromptTokens * 1_000 + request.CompletionTokens * 2_000), charged.NanoUsd);
        await platform.ExpectSettledAsync(people);
    }

    /// <summary>Each may cost a little over $1: five dollars pay for four at a time, and a limit of $2 for one.</summary>
    [Theory]
    [InlineData(null, 4)]
    [InlineData(2, 1)]
    public async Task Of_many_requests_racing_for_the_last_credit_exactly_those_it_pays_for_are_admitted(int? limitUsd, int affordable)
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync(new CreateKeyRequest("racer", SpendLimit: limitUsd is { } usd ? Money.FromUsd(usd) : null));
        var body = Chat.Body("gpt-5", more: ",\"max_tokens\":100000");
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => client.ChatAsync(body, "first-byte=4000ms")));

        Assert.Equal(affordable, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        Assert.Equal(60 - affordable, answers.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests));
        var records = await person.UsageAsync(affordable);
        Assert.Equal(affordable, records.Count);
        Assert.Equal(
            new BalanceView(Five - records.Aggregate(Money.Zero, (sum, record) => sum + record.Charge), Money.Zero),
            await person.BalanceAsync()
        );
    }

    [Fact]
    public async Task A_stream_without_usage_is_counted_to_the_token()
    {
        var person = await Person.RegisterAsync(platform);
        using var response = await (await person.ClientAsync()).ChatAsync(Chat.Body("fake-no-usage", "Count me", stream: true));
        var record = Assert.Single(await person.UsageAsync(1));
        var served = Assert.Single(await UpstreamTally.OfAsync(platform, response.RequestId()));
        Assert.Equal((Outcome.Completed, UsageSource.Counted), (record.Outcome, record.Source));
        Assert.Equal((served.PromptTokens, served.CompletionTokens), (record.Usage.Input, record.Usage.Output));
        Assert.True(record.Charge > Money.Zero);
    }

    [Fact]
    public async Task The_usage_chunk_is_only_for_clients_that_ask()
    {
        var client = await (await Person.RegisterAsync(platform)).ClientAsync();
        var plain = await (await client.ChatAsync(Chat.Body(stream: true))).Content.ReadAsStringAsync();
        var asked = await (
            await client.ChatAsync(Chat.Body(stream: true, more: ",\"stream_options\":{\"include_usage\":true}"))
        ).Content.ReadAsStringAsync();
        Assert.DoesNotContain("prompt_tokens", plain, StringComparison.Ordinal);
        Assert.Contains("prompt_tokens", asked, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", plain, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upstream_that_breaks_off_ends_in_an_error_event_and_what_was_delivered_is_charged()
    {
        var person = await Person.RegisterAsync(platform);
        using var response = await (await person.ClientAsync()).StreamAsync(Chat.Body("fake-cut", stream: true));
        var (text, broke) = await response.ReadToTheEndAsync();
        Assert.True(broke, "The connection must be cut, so that no tool takes this for a whole answer");
        Assert.Contains("\"code\":\"upstream_error\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);

        var record = Assert.Single(await person.UsageAsync(1));
        var served = Assert.Single(await UpstreamTally.OfAsync(platform, response.RequestId()));
        Assert.Equal((Outcome.Interrupted, UsageSource.Counted), (record.Outcome, record.Source));
        Assert.Equal(served.CompletionTokens, record.Usage.Output);
        Assert.Equal(new BalanceView(Five - record.Charge, Money.Zero), await person.BalanceAsync());
    }

    [Theory]
    [InlineData("fake-cut-before-first-token")]
    [InlineData("fake-malformed")]
    public async Task A_stream_that_breaks_before_its_first_token_costs_nothing(string model)
    {
        var person = await Person.RegisterAsync(platform);
        using var response = await (await person.ClientAsync()).StreamAsync(Chat.Body(model, stream: true));
        await response.ReadToTheEndAsync();
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal((Outcome.Failed, Money.Zero), (record.Outcome, record.Charge));
        Assert.Equal(new BalanceView(Five, Money.Zero), await person.BalanceAsync());
    }

    [Fact]
    public async Task An_error_inside_the_stream_is_passed_on_and_what_came_before_is_charged()
    {
        var person = await Person.RegisterAsync(platform);
        using var response = await (await person.ClientAsync()).StreamAsync(Chat.Body("fake-error-in-stream", stream: true));
        var (text, broke) = await response.ReadToTheEndAsync();
        Assert.True(broke);
        Assert.Contains("The provider of the model reported an error", text, StringComparison.Ordinal);
        Assert.Equal(Outcome.Interrupted, Assert.Single(await person.UsageAsync(1)).Outcome);
    }

    [Fact]
    public async Task Another_route_answers_when_the_first_cannot()
    {
        var person = await Person.RegisterAsync(platform);
        using var response = await (await person.ClientAsync()).ChatAsync(Chat.Body("fake-failover"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var records = (await person.UsageAsync(2)).OrderBy(record => record.Attempt).ToList();
        Assert.Equal([(1, Outcome.Failed), (2, Outcome.Completed)], records.Select(record => (record.Attempt, record.Outcome)));
        Assert.Equal(Money.Zero, records[0].Charge);
        Assert.True(records[1].Charge > Money.Zero);
    }

    [Fact]
    public async Task A_purchase_counts_once_and_another_under_its_id_is_refused()
    {
        var person = await Person.RegisterAsync(platform, pack: null);
        var payment = new PurchaseRequest(Guid.CreateVersion7().ToString("N"), "starter");
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => platform.Usage.PostAsJsonAsync($"/accounts/{person.Id}/purchases", payment))
        );
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(9, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        Assert.Equal(Five, (await person.BalanceAsync()).Credit);

        using var other = await platform.Usage.PostAsJsonAsync($"/accounts/{person.Id}/purchases", payment with { PackId = "builder" });
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
        Assert.Equal(Five, (await person.BalanceAsync()).Credit);
    }

    [Fact]
    public async Task The_ledger_refuses_to_be_rewritten()
    {
        await Person.RegisterAsync(platform);
        await using var connection = await platform.OpenLedgerAsync();
        foreach (
            var sql in (string[])
                [
                    "UPDATE ledger_entries SET amount_nano = 0",
                    "DELETE FROM ledger_entries",
                    "TRUNCATE ledger_entries CASCADE",
                    "DELETE FROM ledger_transactions",
                ]
        )
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        }
    }
}
