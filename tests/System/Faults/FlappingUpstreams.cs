using Microsoft.AspNetCore.Http;
using Platform.Tests.Fakes;
using static Platform.Tests.Fakes.ScriptedUpstream;

namespace Platform.Tests.Faults;

/// <summary>
/// The upstreams of <see cref="ScriptedRoutes.ByChance"/>: each refuses, stalls, dies and is well again, step by step, as a seed says.
/// </summary>
public sealed class FlappingUpstreams
{
    /// <summary>So many steps there are at least, however soon a fault is over.</summary>
    private const int MinSteps = 6;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    private static readonly string[] Names = [.. ScriptedRoutes.ByChance.SelectMany(model => model.Upstreams)];

    private static readonly Func<HttpContext, Task> Well = UpstreamAnswer.Hi();

    private static readonly Func<HttpContext, Task>[] Moods =
    [
        Well,
        Well,
        Well,
        Refuse(500),
        Refuse(503, retryAfter: "1"),
        Refuse(429, retryAfter: "1"),
        Refuse(408),
        Hang(),
        Stall,
        Drop(),
        UpstreamAnswer.Hi(isCut: true),
    ];

    private readonly SeededChance chance;
    private readonly Func<HttpContext, Task>[] now = [.. Names.Select(_ => Well)];

    public FlappingUpstreams(PlatformFixture platform, SeededChance chance)
    {
        this.chance = chance;
        foreach (var (place, name) in Names.Index())
            platform.Routes[name].Does(http => Volatile.Read(ref now[place])(http));
    }

    /// <summary>They flap until a fault is over, and are well then.</summary>
    public async Task WhileAsync(int turn, Func<Task> fault)
    {
        using var end = new CancellationTokenSource();
        var flapping = FlapAsync(turn, end.Token);
        try
        {
            await fault();
        }
        finally
        {
            await end.CancelAsync();
            await flapping;
            foreach (var name in Names)
                Set(name, Well);
        }
    }

    /// <summary>Each of them once as the only one that answers.</summary>
    /// <param name="look">With the model and its upstream.</param>
    public async Task OneAfterTheOtherAsync(Func<string, string, Task> look)
    {
        foreach (var (model, upstreams) in ScriptedRoutes.ByChance)
        foreach (var only in upstreams)
        {
            foreach (var name in upstreams)
                Set(name, name == only ? Well : Refuse(500));
            await look(model, only);
        }
    }

    private async Task FlapAsync(int turn, CancellationToken end)
    {
        for (var step = 0; step < MinSteps || !end.IsCancellationRequested; step++)
        {
            foreach (var name in Names)
                Set(name, Moods[chance.Of($"{turn}/{step}/{name}", Moods.Length)]);
            await Task.Delay(Step, CancellationToken.None);
        }
    }

    private void Set(string name, Func<HttpContext, Task> mood) => Volatile.Write(ref now[Array.IndexOf(Names, name)], mood);

    /// <summary>Begins a stream and says no more; of an answer that is no stream, nothing.</summary>
    private static Task Stall(HttpContext http) => UpstreamAnswer.IsStream(http) ? Begin(http) : Hang()(http);

    private static Task Begin(HttpContext http) =>
        Trickle([UpstreamAnswer.Begun(UpstreamAnswer.ProtocolOf(http.Request.Path.Value!))], TimeSpan.Zero)(http);
}
