using System.Net;
using Stripe;

namespace Platform.Usage.Payments.Providers.Stripe;

/// <summary>Stripe's client over our HTTP, and what its failures mean to us.</summary>
internal sealed class StripeApi(IHttpClientFactory clients, StripeSettings settings)
{
    /// <exception cref="ProviderException">Stripe refused or did not answer.</exception>
    public async Task<T> AskAsync<T>(Func<V1Services, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask(Client().V1);
        }
        catch (StripeException e) when (e.HttpStatusCode >= HttpStatusCode.MultipleChoices)
        {
            throw Refusal(e);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Any exception: what Stripe.net throws over an answer that is none depends on how the answer is broken. Some texts quote it whole.
            throw new ProviderException($"Stripe did not answer as agreed: {(e is StripeException ? "its answer cannot be read." : e.Message)}", retryable: true, e);
        }
    }

    /// <summary>
    /// For one use, as the factory's clients are. It never asks twice: whoever asked us is told to come back, and comes with the same
    /// idempotency key.
    /// </summary>
    private StripeClient Client() => new(new StripeClientOptions
    {
        ApiKey = settings.SecretKey,
        ApiBase = settings.ApiBase.GetLeftPart(UriPartial.Authority),
        HttpClient = new SystemNetHttpClient(clients.CreateClient(StripeProvider.ProviderName), maxNetworkRetries: 0, enableTelemetry: false),
    });

    private static ProviderException Refusal(StripeException e)
    {
        var status = (int)e.HttpStatusCode;
        var retryable = status >= 500 || e.HttpStatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.Conflict;
        return new ProviderException($"Stripe answered {status}: {e.StripeError?.Message ?? "no reason given"}", retryable, e);
    }
}
