using System.Buffers;

namespace Platform.Usage.Payments;

/// <summary>What may name a payment: the caller chooses it, and the same one never counts twice.</summary>
internal static class PaymentId
{
    public const string Rule = "must be 1 to 100 characters of A-Z, a-z, 0-9, _ and -. Choose one per payment, and repeat it when you repeat the payment.";

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-");

    public static bool IsValid(string? id) => id is { Length: >= 1 and <= 100 } && !id.AsSpan().ContainsAnyExcept(Allowed);
}
