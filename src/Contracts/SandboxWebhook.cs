using System.Security.Cryptography;
using System.Text;

namespace Platform.Contracts;

/// <summary>The body of a webhook of the sandbox, signed as <see cref="WebhookSignature"/> has it.</summary>
/// <param name="Id">Of the event; the same again is a repeat.</param>
/// <param name="Amount">Paid, refunded so far, or in dispute; zero where no money moves.</param>
/// <param name="DisputeId">Of events about a dispute.</param>
public sealed record SandboxWebhook(string Id, PaymentEventKind Type, Guid CheckoutId, Money Amount, string? DisputeId = null)
{
    public const string SignatureHeader = "Sandbox-Signature";

    /// <summary>
    /// What the sandbox's webhooks are signed with when <c>Payments:Sandbox:WebhookSecret</c> is not set. Both its sides have the service
    /// token, so nothing more needs to be configured; the label keeps one secret from standing in for the other.
    /// </summary>
    public static string SecretFrom(string serviceToken) =>
        "sandbox_" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(serviceToken), "platform sandbox webhook v1"u8));
}
