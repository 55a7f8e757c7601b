using System.Buffers;

namespace Platform.Usage.Ledger;

/// <summary>
/// The id that a caller chooses for a payment, refund or promotion. The ledger takes each id once, so a repeated request changes nothing.
/// </summary>
internal static class LedgerReference
{
    public const string Rule =
        "must be 1 to 100 characters of A-Z, a-z, 0-9, _ and -. Choose one per payment, and repeat it when you repeat the payment.";

    private static readonly SearchValues<char> Allowed = SearchValues.Create(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-"
    );

    public static bool IsValid(string? id) => id is { Length: >= 1 and <= 100 } && !id.AsSpan().ContainsAnyExcept(Allowed);
}
