using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Platform.Contracts;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Health;
using Platform.Gateway.Upstreams;

namespace Platform.Gateway.Api.Doctor;

/// <summary>
/// Checks whether the providers of models answer at all. One that the gateways do not call at the moment does not; each other is asked for
/// its models at most once in ten seconds, however many requests arrive. Only the names of models are shown, never their providers.
/// </summary>
internal sealed class ProviderCheck(UpstreamRegistry upstreams, UpstreamConnections connections, IUpstreamHealth health, TimeProvider time)
{
    private const string Id = "providers";
    private const int MaxNamed = 5,
        FirstServerError = 500;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10),
        Timeout = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Answer> answers = new(StringComparer.Ordinal);

    public async Task<Check> RunAsync(IReadOnlyList<Model> models)
    {
        var names = models.SelectMany(model => model.Routes).Where(IsCalled).Select(route => route.Upstream).Distinct().ToArray();
        var up = (await Task.WhenAll(names.Select(async name => (name, answers: await AnswersAsync(name)))))
            .Where(asked => asked.answers)
            .Select(asked => asked.name)
            .ToHashSet(StringComparer.Ordinal);
        return Summarize(
            [
                .. models
                    .Where(model => !model.Routes.Any(route => up.Contains(route.Upstream) && IsCalled(route)))
                    .Select(model => model.Id),
            ],
            models.Count
        );
    }

    /// <param name="down">The models without a provider that answers.</param>
    /// <param name="count">The number of all models checked.</param>
    public static Check Summarize(string[] down, int count) =>
        count == 0 ? Check.Skipped(Id, "Not looked at: there is no model to call.")
        : down.Length == 0 ? Check.Ok(Id, count == 1 ? "A provider of the model answers." : "Every model has a provider that answers.")
        : down.Length == count
            ? new Check(
                Id,
                CheckStatus.Fail,
                count == 1 ? "No provider of the model answers right now." : "No provider of any model answers right now.",
                "Nothing is wrong on your side: try again in a minute, or choose another model."
            )
        : new Check(
            Id,
            CheckStatus.Warn,
            $"{down.Length} of {count} models have no provider that answers right now: {string.Join(", ", down.Take(MaxNamed))}{(down.Length > MaxNamed ? " and more" : "")}.",
            "Choose another model, or try again in a minute."
        );

    private bool IsCalled(ModelRoute route) => health.DownSince(upstreams[route.Upstream], route.UpstreamModel) is null;

    private Task<bool> AnswersAsync(string name)
    {
        var current = answers.GetValueOrDefault(name);
        if (current is null || time.GetElapsedTime(current.AskedAt) >= Fresh)
        {
            var renewed = new Answer(time.GetTimestamp(), new Lazy<Task<bool>>(() => AskAsync(upstreams[name])));
            current = answers.AddOrUpdate(name, renewed, (_, known) => ReferenceEquals(known, current) ? renewed : known);
        }

        return current.Result.Value;
    }

    /// <summary>Any status below 500 counts: a provider that lists no models can still serve one.</summary>
    private async Task<bool> AskAsync(Upstream upstream)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var request = new HttpRequestMessage(HttpMethod.Get, upstream.BaseUrl + "/models");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", upstream.Credentials[0].Secret);
        try
        {
            using var response = await connections.Client.SendAsync(request, timeout.Token);
            return (int)response.StatusCode < FirstServerError;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return false;
        }
    }

    private sealed record Answer(long AskedAt, Lazy<Task<bool>> Result);
}
