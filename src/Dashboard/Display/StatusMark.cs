namespace Platform.Dashboard.Display;

/// <summary>A state as the pages show it: an icon, a word and a colour, so that none of them is needed alone.</summary>
/// <param name="Kind">The class of the colour: <c>good</c>, <c>info</c>, <c>warn</c>, <c>bad</c> or <c>off</c>.</param>
public sealed record StatusMark(string Kind, string Icon, string Word)
{
    /// <summary>The id of the element; null for none.</summary>
    public string? Id { get; init; }

    public static StatusMark Good(string word) => new("good", "check", word);

    /// <summary>The person's own doing.</summary>
    public static StatusMark Info(string word) => new("info", "stop", word);

    /// <summary>Something the person can mend, or that costs money for less than was asked.</summary>
    public static StatusMark Warn(string word) => new("warn", "warning", word);

    public static StatusMark Bad(string word) => new("bad", "cross", word);

    public static StatusMark Off(string word) => new("off", "dash", word);

    public static StatusMark Waiting(string word) => new("warn", "clock", word);
}
