using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Platform.Usage.Payments.Providers.Stripe;

/// <summary>Stripe's HTTP API: forms in, JSON out. A key of idempotency makes every call safe to repeat.</summary>
internal sealed class StripeApi(IHttpClientFactory clients, StripeSettings settings)
{
    /// <summary>What the fields we read were written against; without it, the account's own setting would decide.</summary>
    private const string Version = "2024-06-20";

    /// <exception cref="ProviderException">Stripe refused or did not answer.</exception>
    public async Task<T> PostAsync<T>(
        string path, string idempotencyKey, IEnumerable<KeyValuePair<string, string>> form, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(settings.ApiBase, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.SecretKey);
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        request.Headers.Add("Stripe-Version", Version);
        request.Content = new FormUrlEncodedContent(form);
        try
        {
            using var response = await clients.CreateClient(StripeProvider.ProviderName).SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
                throw await RefusalAsync(response, cancellationToken);
            return await response.Content.ReadFromJsonAsync<T>(StripeObjects.Json, cancellationToken)
                ?? throw new ProviderException("Stripe's answer was empty.", retryable: true);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new ProviderException($"Stripe did not answer as agreed: {e.Message}", retryable: true, e);
        }
    }

    private static async Task<ProviderException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = response.StatusCode;
        var retryable = (int)status >= 500 || status is HttpStatusCode.TooManyRequests or HttpStatusCode.Conflict;
        var error = response.Content.Headers.ContentType?.MediaType == "application/json"
            ? (await response.Content.ReadFromJsonAsync<StripeErrorAnswer>(StripeObjects.Json, cancellationToken))?.Error
            : null;
        return new ProviderException($"Stripe answered {(int)status}: {error?.Message ?? "no reason given"}", retryable);
    }
}
