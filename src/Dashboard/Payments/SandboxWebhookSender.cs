using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.ServiceDefaults;

namespace Platform.Dashboard.Payments;

/// <summary>
/// Sends the sandbox's webhooks: signed, over HTTP, to the address that any provider uses, with retries. Webhooks that are not sent when
/// the process ends are lost, which is acceptable for a sandbox.
/// </summary>
public sealed partial class SandboxWebhookSender(
    IHttpClientFactory clients,
    WebhookAddress address,
    IOptions<SandboxOptions> options,
    IOptions<ServiceOptions> service,
    TimeProvider time,
    IHostApplicationLifetime life,
    ILogger<SandboxWebhookSender> log
)
{
    public const string ClientName = "sandbox";

    private static readonly TimeSpan[] Pauses = [.. ((int[])[1, 2, 4, 8]).Select(seconds => TimeSpan.FromSeconds(seconds))];

    private readonly string secret = options.Value.WebhookSecret ?? SandboxWebhook.SecretFrom(service.Value.Token);

    /// <summary>Sends it and returns; after a failure, retries continue in the background.</summary>
    public async Task SendAsync(SandboxWebhook webhook)
    {
        if (!await TryAsync(webhook))
            _ = RetryAsync(webhook);
    }

    /// <summary>Sends it after <paramref name="delay"/>; returns at once.</summary>
    public void SendLater(SandboxWebhook webhook, TimeSpan delay) => _ = WaitAndSendAsync(webhook, delay);

    private async Task WaitAndSendAsync(SandboxWebhook webhook, TimeSpan delay)
    {
        if (await WaitAsync(delay) && !await TryAsync(webhook))
            await RetryAsync(webhook);
    }

    private async Task RetryAsync(SandboxWebhook webhook)
    {
        foreach (var pause in Pauses)
            if (!await WaitAsync(pause) || await TryAsync(webhook))
                return;
        LogGivenUp(log, webhook.Id, Pauses.Length + 1);
    }

    /// <summary>Returns false when the process ends.</summary>
    private async Task<bool> WaitAsync(TimeSpan pause)
    {
        await Task.Delay(pause, time, life.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !life.ApplicationStopping.IsCancellationRequested;
    }

    private async Task<bool> TryAsync(SandboxWebhook webhook)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(webhook, JsonSerializerOptions.Web);
        using var request = new HttpRequestMessage(HttpMethod.Post, address.Url);
        request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        request.Headers.TryAddWithoutValidation(SandboxWebhook.SignatureHeader, WebhookSignature.Sign(secret, body, time.GetUtcNow()));
        try
        {
            using var response = await clients.CreateClient(ClientName).SendAsync(request, life.ApplicationStopping);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            LogFailed(log, webhook.Id, e.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sandbox could not send its webhook {EventId}: {Reason}")]
    private static partial void LogFailed(ILogger log, string eventId, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The sandbox gave up on its webhook {EventId} after {Tries} tries")]
    private static partial void LogGivenUp(ILogger log, string eventId, int tries);
}
