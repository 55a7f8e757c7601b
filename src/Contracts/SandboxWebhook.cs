using System.Security.Cryptography;
using System.Text;

namespace Platform.Contracts;

/// <summary>The body of a sandbox webhook, signed by <see cref="WebhookSignature"/>.</summary>
/// <param name="Id">The id of the event; the same id again is a repeat.</param>
/// <param name="Amount">Paid, refunded so far, or in dispute; zero where no money moves.</param>
/// <param name="DisputeId">The id of the dispute; null for other events.</param>
public sealed record SandboxWebhook(string Id, PaymentEventKind Type, Guid CheckoutId, Money Amount, string? DisputeId = null)
{
    public const string SignatureHeader = "Sandbox-Signature";

    /// <summary>
    /// The signing secret when <c>Payments:Sandbox:WebhookSecret</c> is not set. Sender and receiver both have the service token, so no
    /// further setting is needed; the label keeps either secret from being accepted as the other.
    /// </summary>
    public static string SecretFrom(string serviceToken) =>
        "sandbox_" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(serviceToken), "platform sandbox webhook v1"u8));
}
