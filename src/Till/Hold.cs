using System.Globalization;
using Platform.Contracts;

namespace Platform.Till;

/// <summary>The owner of a hold, with what the usage record of an abandoned request needs.</summary>
/// <param name="BudgetId">The budget that the hold counts against.</param>
public sealed record HoldOwner(Guid AccountId, string BudgetId, string KeyId, string Endpoint, string Model)
{
    /// <summary>
    /// The lines of a hold's text from the account on. The model is last, because it may contain anything, line breaks included.
    /// </summary>
    internal string Lines => $"{AccountId:N}\n{BudgetId}\n{KeyId}\n{Endpoint}\n{Model}";

    /// <param name="lines">Account, budget, key, endpoint and model.</param>
    internal static HoldOwner? Parse(ReadOnlySpan<string> lines) =>
        lines is [var owner, var budget, var key, var endpoint, var model] && Guid.TryParseExact(owner, "N", out var account)
            ? new HoldOwner(account, budget, key, endpoint, model)
            : null;
}

/// <summary>
/// Credit that is set aside for a request in flight, as the till keeps it: the text of <see cref="TillKeys.Hold"/>, one fact a line, the
/// state first. A hold that has ended keeps its state alone; a voided one keeps all lines.
/// </summary>
/// <param name="Marks">The names whose limits it counts against, as <c>limits.lua</c> writes them; null where there are none.</param>
public sealed record Hold(Money Amount, DateTimeOffset StartedAt, HoldOwner Owner, string? Marks = null)
{
    private const int LineCount = 8;

    /// <summary>What the line of the marks begins with. It is behind the model, in whose name no such line can be.</summary>
    private const string MarksLine = "\nlimits ";

    /// <summary>All lines from the account on.</summary>
    internal string Lines => Marks is null ? Owner.Lines : Owner.Lines + MarksLine + Marks;

    /// <summary>Reads the text of a hold; null where there is none, where it has ended, or where a line cannot be understood.</summary>
    public static Hold? Parse(string? text)
    {
        var at = text?.LastIndexOf(MarksLine, StringComparison.Ordinal) ?? -1;
        return at < 0 ? Parse(text, null) : Parse(text![..at], text[(at + MarksLine.Length)..]);
    }

    private static Hold? Parse(string? text, string? marks) =>
        text?.Split('\n', LineCount) is [HoldState.Held, var amount, var start, .. var owner]
        && HoldOwner.Parse(owner) is { } parsed
        && Number(amount) is { } nano
        && Number(start) is { } started
        && started < DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? new Hold(new Money(nano), DateTimeOffset.FromUnixTimeMilliseconds(started), parsed, marks)
            : null;

    /// <summary>The text of <see cref="TillKeys.Hold"/> while it is held.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{HoldState.Held}\n{Amount.NanoUsd}\n{StartedAt.ToUnixTimeMilliseconds()}\n{Lines}");

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
