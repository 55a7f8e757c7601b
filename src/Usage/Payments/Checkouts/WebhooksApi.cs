using Platform.Contracts;
using Platform.Usage.Payments.Providers;

namespace Platform.Usage.Payments.Checkouts;

/// <summary>
/// Webhooks as the dashboard passes them on: the raw bytes, because they are what is signed. 200 also for what changes nothing, so
/// that the provider stops sending it; 400 for what we do not believe.
/// </summary>
internal static class WebhooksApi
{
    /// <summary>Of a body, in bytes; providers send a few thousand.</summary>
    private const int Largest = 256 * 1024;

    public static void MapWebhooks(this IEndpointRouteBuilder app) => app.MapPost(UsageRoutes.Webhook, ReceiveAsync);

    private static async Task<IResult> ReceiveAsync(
        string provider, HttpRequest request, PaymentProviders providers, PaymentIntake intake, CancellationToken ct)
    {
        if (providers.Find(provider) is not { } sender)
            return Answers.NoSuch("provider", $"The provider '{provider}' is not configured here.");
        if (await ReadAsync(request, ct) is not { } body)
            return Results.Problem(statusCode: StatusCodes.Status413PayloadTooLarge, title: "The webhook is too large", detail: $"At most {Largest} bytes are read.");
        var reading = sender.Read(body, request.Headers);
        if (reading.Refusal is { } refusal)
            return Results.Problem(statusCode: StatusCodes.Status400BadRequest, title: "The webhook is refused", detail: refusal);
        return reading.Event is { } e
            ? Results.Ok(new { result = (await intake.TakeAsync(sender, e, ct)).ToString() })
            : Results.Ok(new { result = "Ignored" });
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var buffer = new byte[Largest + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length > Largest ? null : buffer.AsMemory(0, length);
    }
}
