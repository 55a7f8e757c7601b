using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Platform.Gateway.Catalog;
using Platform.Gateway.Errors;
using Platform.Gateway.Health;
using Platform.Gateway.Protocols;
using Platform.Gateway.Requests;
using Platform.Gateway.Routes;
using Platform.Gateway.Telemetry;
using Platform.Gateway.Upstreams;

namespace Platform.Gateway.Pipeline;

/// <summary>
/// Asks the cheapest model of an upstream for a few tokens, by the very steps of any request and with the key of
/// <see cref="HealthOptions.ProbeKey"/>. So the limits of that key are the budget, and its account's usage log shows what was spent.
/// </summary>
internal sealed partial class OperatorProbe(
    RequestPipeline pipeline,
    ModelCatalog catalog,
    IOptions<HealthOptions> options,
    IServiceProvider services,
    TimeProvider time,
    ILogger<OperatorProbe> log
) : IOperatorProbe
{
    public const string Client = "Platform-Probe";

    /// <summary>The fewest that every vendor takes: OpenAI's Responses refuse less.</summary>
    private const int MaxTokens = 16;

    private static readonly Protocol Protocol = Protocol.Chat;

    public bool IsOn => options.Value.ProbeKey.Length > 0;

    public async Task SendAsync(Upstream upstream, Credential credential, Probe probe, CancellationToken cancellationToken)
    {
        if (catalog.CheapestAt(upstream.Name, Protocol, time.GetUtcNow()) is not { } model)
            return;
        // A trace of its own.
        Activity.Current = null;
        using var span = GatewayTelemetry.Source.StartActivity("upstream probe");
        span?.SetTag("platform.upstream", upstream.Name);
        var http = Request(model, cancellationToken);
        http.Features.Set(new PinnedRoute(upstream, credential, probe));
        try
        {
            await pipeline.RunAsync(RequestScope.Begin(http), Protocol);
        }
        finally
        {
            HealthTelemetry.Probed(upstream.Name, probe.Verdict);
        }

        if (probe.Verdict is null && ErrorWriter.WrittenTo(http) is { } refusal)
            LogNotSent(log, upstream.Name, model, refusal.Code);
    }

    private DefaultHttpContext Request(string model, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                model,
                max_tokens = MaxTokens,
                messages = (object[])[new { role = "user", content = "Answer with the word OK." }],
            }
        );
        var http = new DefaultHttpContext
        {
            RequestServices = services,
            RequestAborted = cancellationToken,
            Request =
            {
                Method = HttpMethods.Post,
                Path = "/v1" + Protocol.Path,
                ContentType = "application/json",
                ContentLength = body.Length,
                Headers = { Authorization = "Bearer " + options.Value.ProbeKey, UserAgent = Client },
            },
        };
        http.Features.Set(new ReceivedBody((ReadOnlyMemory<byte>)body));
        return http;
    }

    [LoggerMessage(
        EventId = 5109,
        EventName = "UpstreamProbeNotSent",
        Level = LogLevel.Warning,
        Message = "Upstream {Upstream} is not tried by the key of Health:ProbeKey: its request for {Model} was refused here with {Code}. Look at "
            + "that key's limits and at its account's credit; until then requests of customers try the upstream"
    )]
    private static partial void LogNotSent(ILogger log, string upstream, string model, string code);
}
