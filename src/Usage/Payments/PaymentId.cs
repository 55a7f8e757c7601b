using System.Buffers;

namespace Platform.Usage.Payments;

/// <summary>What may name a payment: the caller chooses it, and the same one never buys twice.</summary>
internal static class PaymentId
{
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-");

    public static bool IsValid(string? id) => id is { Length: >= 1 and <= 100 } && !id.AsSpan().ContainsAnyExcept(Allowed);
}
