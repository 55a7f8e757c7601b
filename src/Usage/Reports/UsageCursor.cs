using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Platform.Contracts;

namespace Platform.Usage.Reports;

/// <summary>
/// The position of a record in the log. Callers get it as an opaque text: base64url of start (in ticks), attempt and request id.
/// </summary>
internal sealed record UsageCursor(DateTime StartedAt, int Attempt, string RequestId)
{
    public static UsageCursor From(UsageRecord record) => new(record.StartedAt.UtcDateTime, record.Attempt, record.RequestId);

    /// <summary>Null when <paramref name="text"/> is not a cursor.</summary>
    public static UsageCursor? Parse(string text)
    {
        if (!Base64Url.IsValid(text))
            return null;
        return
            Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('.', 3) is [var ticks, var attempt, { Length: > 0 } requestId]
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && at <= DateTime.MaxValue.Ticks
            && int.TryParse(attempt, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && !requestId.Contains('\0')
            ? new UsageCursor(new DateTime(at, DateTimeKind.Utc), number, requestId)
            : null;
    }

    public override string ToString() =>
        Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{StartedAt.Ticks}.{Attempt}.{RequestId}"))
        );
}
