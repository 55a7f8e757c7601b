using System.Net;
using Platform.Dashboard.Clients;

namespace Platform.Dashboard.Payments;

/// <summary>
/// Receives the webhooks of providers. It needs no cookie and no anti-forgery token: Usage, which has the secret, verifies the signature
/// in the header <c>{Provider}-Signature</c>.
/// </summary>
internal static class Webhooks
{
    /// <summary>The largest body in bytes; providers send a few thousand.</summary>
    private const int Largest = 256 * 1024;

    public static void MapWebhooks(this IEndpointRouteBuilder app) =>
        app.MapPost("/webhooks/{provider:regex(^(sandbox|stripe)$)}", ReceiveAsync).AllowAnonymous();

    private static async Task<IResult> ReceiveAsync(string provider, HttpContext context, WebhookClient usage)
    {
        if (await ReadAsync(context.Request, context.RequestAborted) is not { } body)
            return Results.Text($"At most {Largest} bytes are read.", statusCode: StatusCodes.Status413PayloadTooLarge);
        var header = provider + "-Signature";
        try
        {
            var (status, text) = await usage.ForwardAsync(provider, body, header, context.Request.Headers[header], context.RequestAborted);
            return Results.Text(text, "application/json", statusCode: (int)StatusForProvider(status));
        }
        catch (ServiceUnavailableException)
        {
            return Results.Text("The ledger cannot be reached. Send it again.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>
    /// The status for the provider. A fault between our services becomes one after which the provider sends the webhook again.
    /// </summary>
    private static HttpStatusCode StatusForProvider(HttpStatusCode status) =>
        status switch
        {
            HttpStatusCode.OK or HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.RequestEntityTooLarge => status,
            _ => HttpStatusCode.ServiceUnavailable,
        };

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > Largest)
            return null;
        var buffer = new byte[(request.ContentLength ?? Largest) + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length > Largest ? null : buffer.AsMemory(0, length);
    }
}
