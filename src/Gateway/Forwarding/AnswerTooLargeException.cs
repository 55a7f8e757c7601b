using System.Globalization;

namespace Platform.Gateway.Forwarding;

/// <summary>An upstream's answer is larger than the gateway takes.</summary>
/// <param name="what">What of it is, with the bound and its setting, as a client reads it.</param>
internal sealed class AnswerTooLargeException(string what) : IOException($"The answer is too large: {what}.")
{
    public string What => what;

    /// <summary>It is too large as a stream only.</summary>
    public bool IsEvent { get; private init; }

    /// <param name="setting">Has the limit.</param>
    public static AnswerTooLargeException Answer(long limit, string setting) => new(Text($"it has more than {limit} bytes ({setting})"));

    public static AnswerTooLargeException Conversion(long limit) =>
        new(Text($"its conversion takes more than {limit} bytes (Forwarding:MaxAnswerBytesInAll)"));

    public static AnswerTooLargeException Event(int limit) =>
        new(Text($"an event of its stream has more than {limit} bytes")) { IsEvent = true };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
