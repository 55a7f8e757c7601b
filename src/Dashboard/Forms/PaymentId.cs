namespace Platform.Dashboard.Forms;

/// <summary>
/// The hidden number of a purchase form. Every form that is shown has its own, so sending one twice (a double click, a reload)
/// is the same payment, and is booked once.
/// </summary>
public static class PaymentId
{
    private const string Prefix = "sandbox-";

    public static string Fresh(TimeProvider time) => Prefix + Guid.CreateVersion7(time.GetUtcNow()).ToString("N");

    public static bool IsValid(string? text) =>
        text is not null && text.StartsWith(Prefix, StringComparison.Ordinal) && Guid.TryParseExact(text[Prefix.Length..], "N", out _);
}
