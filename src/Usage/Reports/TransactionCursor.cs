using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Platform.Usage.Reports;

/// <summary>
/// The position of a line among an account's transactions. Callers get it as an opaque text: base64url of time (in ticks) and id.
/// </summary>
/// <param name="Id">Orders lines of the same time: a ledger transaction's id, or a day.</param>
internal sealed record TransactionCursor(DateTime At, string Id)
{
    private const int MaxIdLength = 36;

    /// <summary>Null when <paramref name="text"/> is not a cursor.</summary>
    public static TransactionCursor? Parse(string text) =>
        Base64Url.IsValid(text)
        && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('.', 2) is [var ticks, { Length: > 0 and <= MaxIdLength } id]
        && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
        && at <= DateTime.MaxValue.Ticks
        && !id.Contains('\0')
            ? new TransactionCursor(new DateTime(at, DateTimeKind.Utc), id)
            : null;

    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{At.Ticks}.{Id}")));
}
