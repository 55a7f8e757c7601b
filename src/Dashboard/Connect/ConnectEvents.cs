using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;
using Platform.Dashboard.Sessions;

namespace Platform.Dashboard.Connect;

/// <summary>
/// The live part of the page: server-sent events with what comes for a key. A stream ends at the first call that is answered, after ten
/// minutes, with the session, or with this service.
/// </summary>
internal sealed class ConnectEvents(
    Sightings sightings,
    KeysClient keys,
    AccountsClient accounts,
    Listeners listeners,
    IHostApplicationLifetime lifetime,
    TimeProvider time
)
{
    /// <summary>The names of the events. A beat shows a proxy that the stream lives.</summary>
    private const string Seen = "seen",
        Beat = "beat",
        End = "end";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300),
        SessionInterval = TimeSpan.FromSeconds(5),
        Longest = TimeSpan.FromMinutes(10);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet(
                "/connect/{tool}/events",
                (HttpContext http, string tool, string? key, long? since, ConnectEvents events) =>
                    events.ListenAsync(http, tool, key, since)
            )
            .RequireAuthorization();

    private async Task<IResult> ListenAsync(HttpContext http, string toolId, string? keyId, long? since)
    {
        var person = Person.From(http.User);
        var own = await keys.ListAsync(person.Session, http.RequestAborted);
        if (ConnectTool.Find(toolId) is not { } tool || own.All(key => key.Id != keyId))
            return Results.NotFound();
        if (!listeners.TryEnter(person.AccountId))
            return Results.Text(
                "Four of your pages listen already. Close one, or reload this page to see what came.",
                statusCode: StatusCodes.Status429TooManyRequests
            );
        http.Response.Headers["X-Accel-Buffering"] = "no";
        // Not only by the enumeration, which a client that is gone may prevent.
        http.Response.OnCompleted(() =>
        {
            listeners.Leave(person.AccountId);
            return Task.CompletedTask;
        });
        return TypedResults.ServerSentEvents(EventsAsync(person, tool, keyId!, own, Moment.From(since, time), http.RequestAborted));
    }

    private async IAsyncEnumerable<SseItem<Sighting?>> EventsAsync(
        Person person,
        Tool tool,
        string keyId,
        IReadOnlyList<KeyView> own,
        DateTimeOffset since,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        var (started, asked, told) = (time.GetTimestamp(), time.GetTimestamp(), new HashSet<string>(StringComparer.Ordinal));
        yield return new SseItem<Sighting?>(null, Beat);
        while (time.GetElapsedTime(started) < Longest)
        {
            foreach (var seen in (await ReadAsync(person, tool, keyId, own, since, stop.Token)).Reverse())
            {
                if (!told.Add(seen.Id))
                    continue;
                yield return new SseItem<Sighting?>(seen, Seen) { EventId = Now };
                if (seen.IsGood)
                    yield break;
            }

            await Task.Delay(Interval, time, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested)
                yield break;
            if (time.GetElapsedTime(asked) < SessionInterval)
                continue;
            asked = time.GetTimestamp();
            if (!await IsSignedInAsync(person, stop.Token))
                break;
            yield return new SseItem<Sighting?>(null, Beat);
        }

        yield return new SseItem<Sighting?>(null, End);
    }

    /// <summary>When an event was told, in milliseconds since 1970.</summary>
    private string Now => time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>Nothing while a service does not answer: the page goes on listening.</summary>
    private async Task<IReadOnlyList<Sighting>> ReadAsync(
        Person person,
        Tool tool,
        string keyId,
        IReadOnlyList<KeyView> own,
        DateTimeOffset since,
        CancellationToken stop
    )
    {
        try
        {
            return await sightings.SinceAsync(person, tool, keyId, own, since, stop);
        }
        catch (Exception e) when (e is ServiceUnavailableException or OperationCanceledException)
        {
            return [];
        }
    }

    private async Task<bool> IsSignedInAsync(Person person, CancellationToken stop)
    {
        try
        {
            return await accounts.SessionAsync(person.Session, stop) is not null;
        }
        catch (Exception e) when (e is ServiceUnavailableException or OperationCanceledException)
        {
            return true;
        }
    }
}
