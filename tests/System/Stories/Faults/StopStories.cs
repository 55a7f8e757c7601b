using System.Net;
using System.Net.WebSockets;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Faults;

/// <summary>A gateway that is told to stop, as at every deployment, while much is under way.</summary>
[Collection(FaultCollection.Name)]
public sealed class StopStories(FaultPlatform platform)
{
    /// <summary>Done before the gateway waits no longer, which is after four seconds here.</summary>
    private const string Short = "tokens=20, chunk-delay=100ms";

    private const string Long = "tokens=2000, chunk-delay=100ms";

    [Fact]
    public async Task What_is_under_way_finishes_or_ends_in_an_error_and_all_of_it_is_settled_once()
    {
        var person = await Person.RegisterAsync(platform);
        var key = (await person.CreateKeyAsync()).Secret;
        var client = platform.Gateway(key);
        var shorts = Enumerable.Range(0, 5).Select(_ => ReadAsync(client, Short)).ToArray();
        var longs = Enumerable.Range(0, 3).Select(_ => ReadAsync(client, Long)).ToArray();
        var wholes = Enumerable.Range(0, 3).Select(_ => client.ChatAsync(Chat.Body("fake-chat"), "first-byte=1500ms")).ToArray();
        await using var busy = await ResponsesSocket.OpenAsync(platform, key, Short);
        await using var idle = await ResponsesSocket.OpenAsync(platform, key);
        await busy.SendAsync(ResponsesSocket.Create("fake-responses", "Hello"));
        await Eventually.TrueAsync(async () => await UpstreamTally.InFlightAsync(platform) == 12, "all twelve to be under way");

        var restarted = platform.RestartAsync("gateway");

        foreach (var (text, broke) in await Task.WhenAll(shorts))
        {
            Assert.False(broke);
            Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
        }

        foreach (var answer in await Task.WhenAll(wholes))
            using (answer)
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("response.completed", ResponsesSocket.TypeOf((await busy.ReadAnswersAsync())[^1]));
        foreach (var socket in (ResponsesSocket[])[busy, idle])
        {
            Assert.Null(await socket.ReadAsync());
            Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, socket.Closed);
        }

        foreach (var (text, broke) in await Task.WhenAll(longs))
        {
            Assert.True(broke);
            Assert.Contains("\"code\":\"service_unavailable\"", text, StringComparison.Ordinal);
        }

        await restarted;
        var records = await person.UsageAsync(12);
        Assert.Equal(12, records.Select(record => record.RequestId).Distinct().Count());
        Assert.Equal(9, records.Count(record => record.Outcome == Outcome.Completed));
        Assert.All(
            records.Where(record => record.Outcome != Outcome.Completed),
            record =>
            {
                Assert.Equal((Outcome.Interrupted, UsageSource.Counted), (record.Outcome, record.Source));
                Assert.True(record.Charge > Money.Zero);
            }
        );
        await platform.ExpectSettledAsync(person);
    }

    private static async Task<(string Text, bool Broke)> ReadAsync(HttpClient client, string script)
    {
        using var response = await client.StreamAsync(Chat.Body("fake-chat", stream: true), script);
        return await response.ReadToTheEndAsync();
    }
}
