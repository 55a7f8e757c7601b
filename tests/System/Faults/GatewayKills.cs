using System.Runtime.ExceptionServices;
using Platform.Tests.KillPoints;
using Xunit;

namespace Platform.Tests.Faults;

/// <summary>
/// The gateway killed once at each point of the journey, in the middle of a request of somebody's. All die first and are looked at
/// afterwards, so that their holds expire together.
/// </summary>
public sealed class GatewayKills(FaultPlatform platform) : IAsyncLifetime
{
    public const string Called = "called",
        Streaming = "streaming",
        Journaled = "journaled";

    private readonly Dictionary<string, (Person? Person, Exception? Problem)> died = [];

    public async Task InitializeAsync()
    {
        foreach (var point in (string[])[KillPoint.Arrived, KillPoint.Known, KillPoint.Held, KillPoint.Answered, KillPoint.Settled])
            await NoteAsync(point, client => DieAsync(client, point));
        await NoteAsync(Called, DieCalledAsync);
        await NoteAsync(Streaming, DieStreamingAsync);
        await NoteAsync(Journaled, DieJournaledAsync);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Whose request was running when the gateway died there.</summary>
    public Person At(string point)
    {
        var (person, problem) = died[point];
        if (problem is not null)
            ExceptionDispatchInfo.Throw(problem);
        return person!;
    }

    private async Task NoteAsync(string point, Func<HttpClient, Task> die)
    {
        Person? person = null;
        Exception? problem = null;
        try
        {
            person = await Person.RegisterAsync(platform);
            var before = FaultInjector.Pid(platform, "gateway");
            using var client = await person.ClientAsync();
            await die(client);
            await FaultInjector.StartAsync(platform, "gateway");
            Assert.NotEqual(before, FaultInjector.Pid(platform, "gateway"));
        }
        catch (Exception e)
        {
            problem = e;
        }

        died[point] = (person, problem);
    }

    private static async Task DieAsync(HttpClient client, string point, string? script = null)
    {
        using var request = Chat.Request(Chat.Body("fake-echo", stream: true), script);
        request.Headers.Add(KillPoint.Header, point);
        var broken = await Record.ExceptionAsync(() => client.SendAsync(request));
        // A client that has its answer does not wait for the settlement: its response may have ended well by then.
        Assert.True(broken is HttpRequestException || (broken is null && point == KillPoint.Settled), $"{broken}");
    }

    private async Task DieCalledAsync(HttpClient client)
    {
        var waiting = client.ChatAsync(Chat.Body("fake-echo"), "hang");
        await Eventually.TrueAsync(async () => await UpstreamTally.InFlightAsync(platform) > 0, "the upstream to be called");
        FaultInjector.Kill(platform, "gateway");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => waiting);
    }

    private async Task DieStreamingAsync(HttpClient client)
    {
        using var response = await client.StreamAsync(Chat.Body("fake-echo", new string('x', 400), stream: true), "chunk-delay=100ms");
        await using var stream = await response.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(new byte[1_500]);
        FaultInjector.Kill(platform, "gateway");
    }

    /// <summary>The settlement is on the gateway's disk alone when it dies.</summary>
    private async Task DieJournaledAsync(HttpClient client)
    {
        var dying = DieAsync(client, KillPoint.Settled, "first-byte=2500ms");
        await Eventually.TrueAsync(async () => await UpstreamTally.InFlightAsync(platform) > 0, "the upstream to be called");
        FaultInjector.Kill(platform, "redis");
        await dying;
        await FaultInjector.StartAsync(platform, "redis");
    }
}
