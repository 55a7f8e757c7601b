using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Platform.Gateway.Upstreams;

namespace Platform.Gateway.Health;

/// <summary>
/// Asks an upstream for its models, which costs nothing. Its connections are its own: a probe must not find a connection that still lives
/// where no new one can be made, nor wait in the queue of the requests.
/// </summary>
internal sealed class UpstreamProbe : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2),
        Timeout = TimeSpan.FromSeconds(4);

    private const int MaxBalanceBytes = 64 * 1024;

    private readonly HttpMessageInvoker client;
    private readonly TimeProvider time;

    public UpstreamProbe(TimeProvider time)
        : this(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ActivityHeadersPropagator = null,
                ConnectTimeout = ConnectTimeout,
                PooledConnectionLifetime = TimeSpan.Zero,
            },
            time
        ) { }

    internal UpstreamProbe(HttpMessageHandler handler, TimeProvider time) => (client, this.time) = (new HttpMessageInvoker(handler), time);

    public async Task<ProbeAnswer> AskAsync(Upstream upstream, Credential credential, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var status = await StatusAsync(upstream, credential, cancellationToken);
        var answer = new ProbeAnswer(MeaningOf(status), (int?)status, time.GetElapsedTime(started));
        HealthTelemetry.Probed(upstream.Name, answer);
        return answer;
    }

    /// <summary>What the account of the credential has left; null where the vendor does not say.</summary>
    public async Task<Balance?> BalanceAsync(Upstream upstream, Credential credential, CancellationToken cancellationToken) =>
        BalanceSource.For(upstream) is { } source
            ? await GetAsync(
                source.Address,
                credential,
                response => ReadBalanceAsync(response, source, cancellationToken),
                cancellationToken
            )
            : null;

    private Task<HttpStatusCode?> StatusAsync(Upstream upstream, Credential credential, CancellationToken cancellationToken) =>
        GetAsync(
            new Uri(upstream.BaseUrl + "/models"),
            credential,
            static response => Task.FromResult<HttpStatusCode?>(response.StatusCode),
            cancellationToken
        );

    private static async Task<Balance?> ReadBalanceAsync(
        HttpResponseMessage response,
        BalanceSource source,
        CancellationToken cancellationToken
    )
    {
        if (!response.IsSuccessStatusCode)
            return null;
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxBalanceBytes, cancellationToken);
            using var body = await JsonDocument.ParseAsync(
                await response.Content.ReadAsStreamAsync(cancellationToken),
                cancellationToken: cancellationToken
            );
            return source.Read(body.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<T?> GetAsync<T>(
        Uri address,
        Credential credential,
        Func<HttpResponseMessage, Task<T?>> read,
        CancellationToken cancellationToken
    )
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        Present(request.Headers, credential);
        try
        {
            using var response = await client.SendAsync(request, either.Token);
            return await read(response);
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return default;
        }
    }

    /// <summary>Both as OpenAI and as Anthropic take it: the path is the same, and which of them listens is not known.</summary>
    private static void Present(HttpRequestHeaders headers, Credential credential)
    {
        if (credential.Secret.Length == 0)
            return;
        headers.Authorization = new AuthenticationHeaderValue("Bearer", credential.Secret);
        headers.TryAddWithoutValidation("x-api-key", credential.Secret);
        headers.TryAddWithoutValidation("anthropic-version", "2023-06-01");
    }

    private static ProbeMeaning MeaningOf(HttpStatusCode? status) =>
        (int?)status switch
        {
            null or >= 500 or 408 => ProbeMeaning.Failed,
            401 or 403 => ProbeMeaning.Refused,
            >= 200 and < 300 => ProbeMeaning.Answered,
            _ => ProbeMeaning.Reachable,
        };

    public void Dispose() => client.Dispose();
}
