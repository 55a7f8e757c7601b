using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Platform.Tests.Fakes;

/// <summary>A request as an upstream got it.</summary>
/// <param name="Credential">Whatever it was sent by.</param>
public sealed record UpstreamCall(string Path, string? Credential, string? RequestId, string Body);

/// <summary>
/// An upstream on a port of this machine that does what a test says, one answer after the other; the last is given again and again.
/// </summary>
public sealed class ScriptedUpstream : IAsyncDisposable
{
    /// <summary>Where an answer finds the body of its request.</summary>
    private const string BodySlot = "body";

    private readonly WebApplication app;
    private readonly ConcurrentQueue<UpstreamCall> calls = new();
    private readonly ConcurrentQueue<Func<HttpContext, Task>> answers = new();

    private ScriptedUpstream()
    {
        // Watches no file of settings: there are many of these, and few watches.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Run(AnswerAsync);
    }

    /// <summary>Nobody listens there.</summary>
    public static Uri DeadAddress { get; } = new("http://127.0.0.1:9/v1");

    /// <summary>As an OpenAI client takes it.</summary>
    public Uri BaseUrl => new(new Uri(app.Urls.Single()), "v1");

    /// <summary>What it was asked to answer; looks at its models are none.</summary>
    public IReadOnlyList<UpstreamCall> Calls => [.. calls];

    public static async Task<ScriptedUpstream> StartAsync()
    {
        var upstream = new ScriptedUpstream();
        await upstream.app.StartAsync();
        return upstream;
    }

    /// <summary>Forgets what it was told, and does this.</summary>
    public ScriptedUpstream Does(params Func<HttpContext, Task>[] next)
    {
        answers.Clear();
        foreach (var answer in next)
            answers.Enqueue(answer);
        return this;
    }

    public static Func<HttpContext, Task> Refuse(int status, string body = "{}", string? retryAfter = null) =>
        async http =>
        {
            http.Response.StatusCode = status;
            http.Response.ContentType = "application/json";
            if (retryAfter is not null)
                http.Response.Headers.RetryAfter = retryAfter;
            await http.Response.WriteAsync(body);
        };

    public static Func<HttpContext, Task> Say(string json) =>
        async http =>
        {
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(json);
        };

    /// <summary>Sends a stream.</summary>
    /// <param name="isCut">
    /// The connection ends behind it, before what was announced. It is not reset: that could take back what the other side has not read.
    /// </param>
    public static Func<HttpContext, Task> Stream(string events, bool isCut = false) =>
        async http =>
        {
            http.Response.ContentType = "text/event-stream";
            if (isCut)
                http.Response.ContentLength = Encoding.UTF8.GetByteCount(events) + 1;
            await http.Response.WriteAsync(events);
        };

    /// <summary>Sends one part of a stream after the other, and then nothing, until the caller gives up.</summary>
    /// <param name="pause">Before each part but the first.</param>
    public static Func<HttpContext, Task> Trickle(string[] parts, TimeSpan pause, string type = "text/event-stream") =>
        async http =>
        {
            http.Response.ContentType = type;
            try
            {
                foreach (var (place, part) in parts.Index())
                {
                    if (place > 0)
                        await Task.Delay(pause, http.RequestAborted);
                    await http.Response.WriteAsync(part, http.RequestAborted);
                    await http.Response.Body.FlushAsync(http.RequestAborted);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Hang()(http);
        };

    /// <summary>Closes the connection without a word.</summary>
    public static Func<HttpContext, Task> Drop() =>
        static http =>
        {
            http.Abort();
            return Task.CompletedTask;
        };

    /// <summary>Says nothing until the caller gives up.</summary>
    public static Func<HttpContext, Task> Hang() =>
        static http => Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);

    /// <summary>What was asked, for an answer that depends on it.</summary>
    public static string BodyOf(HttpContext http) => (string)http.Items[BodySlot]!;

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        if (HttpMethods.IsGet(http.Request.Method))
        {
            await Say("""{"object":"list","data":[]}""")(http);
            return;
        }

        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var credential = http.Request.Headers.Authorization.ToString() is { Length: > 0 } bearer
            ? bearer.Replace("Bearer ", "", StringComparison.Ordinal)
            : http.Request.Headers["x-api-key"].ToString();
        var body = await reader.ReadToEndAsync();
        http.Items[BodySlot] = body;
        calls.Enqueue(
            new UpstreamCall(
                http.Request.Path.Value!,
                credential.Length == 0 ? null : credential,
                http.Request.Headers["x-request-id"],
                body
            )
        );
        if (!answers.TryPeek(out var answer))
            answer = Refuse(404);
        else if (answers.Count > 1)
            answers.TryDequeue(out _);
        await answer(http);
    }
}
