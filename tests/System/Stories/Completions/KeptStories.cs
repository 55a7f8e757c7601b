using System.Net;
using System.Text.Json;
using Aspire.Hosting.Testing;
using StackExchange.Redis;
using Xunit;

namespace Platform.Tests.Stories.Completions;

/// <summary>What one caller can have kept is bounded, and lies beside the till.</summary>
[Collection(PlatformCollection.Name)]
public sealed class KeptStories(PlatformFixture platform)
{
    private const int AccountBytes = 8 * 1024 * 1024;

    /// <summary>Answers of a megabyte each, all under Idempotency-Keys of their own, for a few thousandths of a cent.</summary>
    [Fact]
    public async Task Kept_answers_have_a_budget_and_what_is_dropped_is_said_and_never_charged_again()
    {
        var person = await Person.RegisterAsync(platform);
        using var client = await person.ClientAsync();
        await using var kept = await OpenAsync("kept");
        await using var till = await OpenAsync("redis");
        var (keptBefore, tillBefore) = (await MemoryAsync(kept), await MemoryAsync(till));
        const int requests = 60;
        for (var i = 0; i < requests; i++)
        {
            using var first = await EmbedAsync(client, i);
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
            Assert.InRange((await first.Content.ReadAsByteArrayAsync()).Length, 300_000, 1_048_576);
        }

        await platform.ExpectSettledAsync(person);
        Assert.InRange(await MemoryAsync(kept) - keptBefore, 1, 3 * AccountBytes);
        Assert.InRange(await MemoryAsync(till) - tillBefore, long.MinValue, 2 * 1024 * 1024);

        var records = await person.UsageAsync(requests);
        using (var newest = await EmbedAsync(client, requests - 1))
            Assert.Equal((HttpStatusCode.OK, "true"), (newest.StatusCode, newest.Headers.GetValues("idempotent-replayed").Single()));
        using (var oldest = await EmbedAsync(client, 0))
        {
            var error = JsonDocument.Parse(await oldest.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
            Assert.Equal((HttpStatusCode.Conflict, "idempotency_answer_lost"), (oldest.StatusCode, error.GetProperty("code").GetString()));
            Assert.Contains("made room for newer answers", error.GetProperty("message").GetString(), StringComparison.Ordinal);
            Assert.Contains(records[^1].RequestId, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        }

        Assert.Equal(records, await person.UsageAsync(requests));
        using var stranger = await (await Person.RegisterAsync(platform)).ClientAsync();
        using var fresh = await EmbedAsync(stranger, 0);
        Assert.Equal(HttpStatusCode.OK, fresh.StatusCode);
    }

    private static async Task<HttpResponseMessage> EmbedAsync(HttpClient client, int number)
    {
        var inputs = string.Join(',', Enumerable.Range(0, 30).Select(i => $"\"text {number} {i}\""));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/embeddings")
        {
            Content = new StringContent($$"""{"model":"text-embedding-3-small","input":[{{inputs}}]}""", null, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", $"number {number}");
        return await client.SendAsync(request);
    }

    private async Task<ConnectionMultiplexer> OpenAsync(string store)
    {
        var options = ConfigurationOptions.Parse((await platform.App.GetConnectionStringAsync(store))!);
        options.AllowAdmin = true;
        return await ConnectionMultiplexer.ConnectAsync(options);
    }

    private static async Task<long> MemoryAsync(ConnectionMultiplexer redis) =>
        long.Parse(
            (await redis.GetServers().Single().InfoAsync("memory"))
                .SelectMany(section => section)
                .Single(line => line.Key == "used_memory")
                .Value,
            System.Globalization.CultureInfo.InvariantCulture
        );
}
