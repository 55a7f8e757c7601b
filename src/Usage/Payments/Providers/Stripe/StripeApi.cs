using System.Net;
using Stripe;

namespace Platform.Usage.Payments.Providers.Stripe;

/// <summary>Calls Stripe over our HTTP client, and converts its failures to <see cref="ProviderException"/>.</summary>
internal sealed class StripeApi(IHttpClientFactory clients, StripeSettings settings)
{
    public const string HttpClientName = "stripe";

    /// <exception cref="ProviderException">Stripe refused or did not answer.</exception>
    public async Task<T> CallAsync<T>(Func<V1Services, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call(Client().V1);
        }
        catch (StripeException e) when (e.HttpStatusCode >= HttpStatusCode.MultipleChoices)
        {
            throw Refusal(e);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Any exception: the type depends on how the answer is broken. The message of a StripeException may quote the whole answer.
            var reason = e is StripeException ? "its answer cannot be read." : e.Message;
            throw new ProviderException($"Stripe did not answer as expected: {reason}", retryable: true, e);
        }
    }

    /// <summary>
    /// Creates a client for one call, because the factory's HTTP clients are short-lived. It does not retry; our caller does, with the same
    /// idempotency key.
    /// </summary>
    private StripeClient Client() =>
        new(
            new StripeClientOptions
            {
                ApiKey = settings.SecretKey,
                ApiBase = settings.ApiBase.GetLeftPart(UriPartial.Authority),
                HttpClient = new SystemNetHttpClient(clients.CreateClient(HttpClientName), maxNetworkRetries: 0, enableTelemetry: false),
            }
        );

    private static ProviderException Refusal(StripeException e)
    {
        var status = (int)e.HttpStatusCode;
        var retryable = status >= 500 || e.HttpStatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.Conflict;
        return new ProviderException($"Stripe answered {status}: {e.StripeError?.Message ?? "no reason given"}", retryable, e);
    }
}
