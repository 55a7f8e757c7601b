using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Npgsql;
using Platform.Contracts;
using Platform.Tests.Fakes;
using Xunit;

namespace Platform.Tests.Fixture;

/// <summary>Somebody who pays, and their provider, which sends webhooks to the dashboard's public address.</summary>
public sealed class Payer(PlatformFixture platform, Person person)
{
    public Person Person => person;

    public static async Task<Payer> RegisterAsync(PlatformFixture platform) =>
        new(platform, await Person.RegisterAsync(platform, pack: null));

    public async Task<CheckoutStarted> StartAsync(string pack = "starter", string? provider = null)
    {
        using var response = await PostAsync("checkouts", new CheckoutRequest(pack, "http://localhost/credit", provider));
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<CheckoutStarted>())!;
    }

    public async Task<CheckoutView> CheckoutAsync(Guid id) =>
        (await platform.Usage.GetFromJsonAsync<CheckoutView>($"/accounts/{person.Id}/checkouts/{id}"))!;

    public Task<HttpResponseMessage> PostAsync(string path, object body) =>
        platform.Usage.PostAsJsonAsync($"/accounts/{person.Id}/{path}", body);

    /// <summary>A genuine webhook of the sandbox, sent now.</summary>
    public Task<HttpResponseMessage> SendWebhookAsync(SandboxWebhook webhook) => SendWebhookAsync(webhook, TimeSpan.Zero);

    public Task<HttpResponseMessage> SendWebhookAsync(SandboxWebhook webhook, TimeSpan offset, string? secret = null)
    {
        var body = JsonSerializer.Serialize(webhook, JsonSerializerOptions.Web);
        return SendAsync("sandbox", body, Sign(secret ?? SandboxWebhook.SecretFrom(platform.ServiceToken), body, offset));
    }

    /// <summary>An event of Stripe's about an object given as literal JSON.</summary>
    public Task<HttpResponseMessage> SendStripeWebhookAsync(string id, string type, string thing)
    {
        var body =
            $$$"""{"id":"{{{id}}}","object":"event","api_version":"2024-06-20","data":{"object":{{{thing}}}},"livemode":false,"type":"{{{type}}}"}""";
        return SendAsync("stripe", body, Sign(StripeFake.WebhookSecret, body, TimeSpan.Zero));
    }

    public async Task<HttpResponseMessage> SendAsync(string provider, string body, string? signature)
    {
        using var client = new HttpClient { BaseAddress = platform.DashboardAddress };
        using var content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json"));
        if (signature is not null)
            content.Headers.Add($"{provider}-signature", signature);
        return await client.PostAsync($"/webhooks/{provider}", content);
    }

    /// <summary>What the ledger has of this person, in the order it was written: kind, and what it did to their credit.</summary>
    public async Task<IReadOnlyList<(string Kind, Money Credit)>> LedgerAsync()
    {
        await using var connection = await platform.OpenLedgerAsync();
        await using var command = new NpgsqlCommand(
            """
            SELECT t.kind, coalesce(sum(e.amount_nano) FILTER (WHERE e.ledger_account = 'customer'), 0)::bigint, coalesce(sum(e.amount_nano), 0)::bigint
            FROM ledger_transactions AS t LEFT JOIN ledger_entries AS e ON e.transaction_id = t.id
            WHERE t.account_id = $1 AND t.kind <> 'usage' GROUP BY t.id ORDER BY t.id
            """,
            connection
        )
        {
            Parameters = { new() { Value = person.Id } },
        };
        var ledger = new List<(string, Money)>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            Assert.Equal(0, rows.GetInt64(2));
            ledger.Add((rows.GetString(0), new Money(rows.GetInt64(1))));
        }

        return ledger;
    }

    private static string Sign(string secret, string body, TimeSpan offset) =>
        WebhookSignature.Sign(secret, Encoding.UTF8.GetBytes(body), TimeProvider.System.GetUtcNow() + offset);
}
