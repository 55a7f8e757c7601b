using System.Globalization;
using Platform.Contracts;
using Platform.Dashboard.Display.Errors;

namespace Platform.Dashboard.Display;

/// <summary>Describes a refused request.</summary>
public static class RefusedWords
{
    /// <summary>What is wrong, in general; what the caller was told where the code has no page.</summary>
    public static string Meaning(RefusedRequest refused) => ErrorCode.Find(refused.Code)?.Meaning ?? refused.Message;

    /// <summary>In a table: the code says what was wrong.</summary>
    public static StatusMark Mark(RefusedRequest refused) => StatusMark.Warn(refused.Code) with { Icon = "block" };

    /// <summary>Beside the code, which may be cut where a row is short of room; this is not.</summary>
    public static readonly StatusMark Unverified = StatusMark.Off("not verified") with { Icon = "question" };

    /// <summary>Null for an entry that stands for one request only.</summary>
    public static string? More(RefusedRequest refused) =>
        refused.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"stands for {refused.Count:N0} requests like it") : null;
}
