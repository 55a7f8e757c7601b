using System.Net;
using System.Text.Json;
using Aspire.Hosting.Testing;
using Npgsql;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Billing;

/// <summary>What a key's holder can ask about money, with the key alone.</summary>
[Collection(PlatformCollection.Name)]
public sealed class ReceiptStories(PlatformFixture platform)
{
    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync()).RootElement;

    [Fact]
    public async Task A_request_has_a_receipt_that_adds_up()
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync();
        using var answer = await client.ChatAsync(Chat.Body("fake-failover"));
        var records = await person.UsageAsync(2);

        var receipt = await JsonAsync(await client.GetAsync($"/v1/receipts/{answer.RequestId()}"));
        Assert.Equal("receipt", receipt.GetProperty("object").GetString());
        Assert.Equal(answer.RequestId(), receipt.GetProperty("request_id").GetString());
        Assert.Equal("fake-failover", receipt.GetProperty("model").GetString());
        Assert.StartsWith("Charged: the whole answer was delivered", receipt.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(records.Aggregate(Money.Zero, (sum, record) => sum + record.Charge).Usd, receipt.GetProperty("charged").GetDecimal());

        var attempts = receipt.GetProperty("attempts").EnumerateArray().ToList();
        Assert.Equal(
            ["unreachable failed 0", "primary completed upstream"],
            [
                $"{attempts[0].GetProperty("upstream")} {attempts[0].GetProperty("outcome")} {attempts[0].GetProperty("charged").GetDecimal():0}",
                $"{attempts[1].GetProperty("upstream")} {attempts[1].GetProperty("outcome")} {attempts[1].GetProperty("tokens").GetProperty("source")}",
            ]
        );
        var (tokens, price) = (attempts[1].GetProperty("tokens"), attempts[1].GetProperty("price"));
        Assert.Equal(
            (
                tokens.GetProperty("input").GetInt64() * price.GetProperty("input_per_million").GetDecimal()
                + tokens.GetProperty("output").GetInt64() * price.GetProperty("output_per_million").GetDecimal()
            ) / 1_000_000,
            attempts[1].GetProperty("charged").GetDecimal()
        );
    }

    [Fact]
    public async Task A_failed_request_has_one_too_and_somebody_elses_has_none()
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync();
        using var failed = await client.ChatAsync(Chat.Body("fake-echo"), "status=500");
        await person.UsageAsync(1);
        var receipt = await JsonAsync(await client.GetAsync($"/v1/receipts/{failed.RequestId()}"));
        Assert.Equal(
            (0m, "Not charged: the request failed before anything was delivered."),
            (receipt.GetProperty("charged").GetDecimal(), receipt.GetProperty("reason").GetString())
        );

        var stranger = await (await Person.RegisterAsync(platform)).ClientAsync();
        using var refused = await stranger.GetAsync($"/v1/receipts/{failed.RequestId()}");
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Contains("\"code\":\"receipt_not_found\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_price_change_applies_from_its_moment_and_the_receipt_cites_its_version()
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync();
        // A model that no other story asks: all share the catalogue.
        var from = await AnnounceAsync("gpt-6-astra", dollarsPerMillion: 7_000, TimeSpan.FromSeconds(8));
        JsonElement before,
            after;
        using (var answer = await client.ChatAsync(Chat.Body("gpt-6-astra")))
            before = await PriceAsync(answer);
        // The gateway knows of the change before it applies, so it switches at the moment and not at its next look.
        await Task.Delay(from - TimeProvider.System.GetUtcNow() + TimeSpan.FromMilliseconds(20));
        using (var answer = await client.ChatAsync(Chat.Body("gpt-6-astra")))
            after = await PriceAsync(answer);

        Assert.Equal(
            (10m, 7_000m),
            (before.GetProperty("input_per_million").GetDecimal(), after.GetProperty("input_per_million").GetDecimal())
        );
        Assert.Equal(before.GetProperty("version").GetInt32() + 1, after.GetProperty("version").GetInt32());
        Assert.All(await person.UsageAsync(2), record => Assert.Equal(record.Price.Cost(record.Usage), record.Charge));

        async Task<JsonElement> PriceAsync(HttpResponseMessage answer)
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var id = answer.RequestId();
            await Eventually.TrueAsync(async () => (await client.GetAsync($"/v1/receipts/{id}")).IsSuccessStatusCode, "the receipt");
            return (await JsonAsync(await client.GetAsync($"/v1/receipts/{id}"))).GetProperty("attempts")[0].GetProperty("price");
        }
    }

    /// <summary>Writes the next version of the price down, as a catalogue with a price change does.</summary>
    private async Task<DateTimeOffset> AnnounceAsync(string model, long dollarsPerMillion, TimeSpan after)
    {
        var address = await platform.App.GetConnectionStringAsync("accountsdb");
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(address) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            WITH changed AS (UPDATE catalogue_state SET version = version + 1)
            INSERT INTO prices (route_id, version, effective_from, input, output)
            SELECT route_id, max(version) + 1, now() + $2, $3, 0 FROM prices JOIN routes ON id = route_id WHERE model_id = $1 GROUP BY route_id
            RETURNING effective_from
            """,
            connection
        )
        {
            Parameters =
            {
                new() { Value = model },
                new() { Value = after },
                new() { Value = Money.FromUsd(dollarsPerMillion).NanoUsd },
            },
        };
        return (DateTime)(await command.ExecuteScalarAsync())!;
    }

    [Fact]
    public async Task Credit_and_limit_are_in_the_fields_that_tools_know()
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync(new CreateKeyRequest("limited", SpendLimit: Money.FromUsd(2)));
        using var answer = await client.ChatAsync(Chat.Body());
        var spent = Assert.Single(await person.UsageAsync(1)).Charge;

        var credits = (await JsonAsync(await client.GetAsync("/v1/credits"))).GetProperty("data");
        Assert.Equal((5m, spent.Usd), (credits.GetProperty("total_credits").GetDecimal(), credits.GetProperty("total_usage").GetDecimal()));
        Assert.Equal(5m - spent.Usd, credits.GetProperty("available").GetDecimal());

        var key = (await JsonAsync(await client.GetAsync("/v1/key"))).GetProperty("data");
        Assert.Equal("limited", key.GetProperty("label").GetString());
        Assert.Equal(
            (2m, 2m - spent.Usd, spent.Usd),
            (key.GetProperty("limit").GetDecimal(), key.GetProperty("limit_remaining").GetDecimal(), key.GetProperty("usage").GetDecimal())
        );
    }

    [Theory]
    [InlineData("/v1/receipts/req_1")]
    [InlineData("/v1/credits")]
    [InlineData("/v1/key")]
    public async Task Without_a_key_nothing_is_shown(string path) =>
        Assert.Equal(HttpStatusCode.Unauthorized, (await platform.Gateway().GetAsync(path)).StatusCode);
}
