using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Completions;

/// <summary>What was said is kept in Redis, so that a request can go on from it; and Redis may not answer.</summary>
[Collection(FaultCollection.Name)]
public sealed class ContinuationStories(FaultPlatform platform)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(20),
        Timeout = TimeSpan.FromSeconds(12);

    /// <summary>
    /// Nobody waits for Redis to come back: who has an answer gets it, who needs an earlier answer gets 503 with Retry-After.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_paused_redis_holds_up_no_answer_and_refuses_what_goes_on_from_one(bool stream)
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync();
        var first = await WhenServedAsync(client, "Remember me");
        var id = JsonDocument.Parse(first).RootElement.GetProperty("id").GetString();
        // Its hold is settled, so that the next one is seen.
        await person.UsageAsync(1);
        await Eventually.TrueAsync(async () => (await person.BalanceAsync()).Held == Money.Zero, "the first request to be settled");
        var running = AskAsync(
            client,
            ClientProtocol.Responses.Request("fake-chat", "Say hello", stream, stream ? "chunk-delay=200ms, tokens=10" : "first-byte=2s")
        );
        await Eventually.TrueAsync(async () => (await person.BalanceAsync()).Held > Money.Zero, "the running request to be admitted");

        var paused = FaultInjector.PauseAsync(platform, "redis", Pause);
        var refused = await AskAsync(
            client,
            ClientProtocol.Responses.Request("fake-chat", "And now?", stream, more: $",\"previous_response_id\":\"{id}\"")
        );
        var whole = await running;
        Assert.False(paused.IsCompleted, "Everybody waited for Redis");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (refused.Status, refused.RetryAfter is not null));
        Assert.Contains("\"code\":\"service_unavailable\"", refused.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, whole.Status);
        Assert.Contains("\"status\":\"completed\"", whole.Text, StringComparison.Ordinal);
        Assert.All([refused.Time, whole.Time], time => Assert.InRange(time, TimeSpan.Zero, Timeout));

        await paused;
        var records = await person.UsageAsync(2);
        Assert.All(records, record => Assert.Equal(Outcome.Completed, record.Outcome));
        await WhenServedAsync(client, "And now?", $",\"previous_response_id\":\"{id}\"");
        Assert.Equal(3, (await person.UsageAsync(3)).Count);
        await platform.ExpectSettledAsync(person);
    }

    /// <summary>A Redis that has come back serves after a moment.</summary>
    private static async Task<string> WhenServedAsync(HttpClient client, string text, string more = "")
    {
        var answer = "";
        await Eventually.TrueAsync(
            async () =>
            {
                (var status, _, answer, _) = await AskAsync(
                    client,
                    ClientProtocol.Responses.Request("fake-chat", text, stream: false, more: more)
                );
                return status == HttpStatusCode.OK;
            },
            () => $"an answer; it was {answer}"
        );
        return answer;
    }

    private static async Task<(HttpStatusCode Status, string? RetryAfter, string Text, TimeSpan Time)> AskAsync(
        HttpClient client,
        HttpRequestMessage request
    )
    {
        var clock = Stopwatch.StartNew();
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, response.Headers.RetryAfter?.ToString(), text, clock.Elapsed);
    }
}
