namespace Platform.Dashboard.Connect;

/// <summary>A call that came while a page was listening, in words.</summary>
/// <param name="Id">The request id.</param>
/// <param name="State"><c>good</c> where the call was answered, <c>bad</c> where something is to be changed.</param>
/// <param name="Time">In UTC, such as <c>14:03:21</c>.</param>
/// <param name="What">What came, and from which client.</param>
/// <param name="Wrong">What is wrong and what to change; what it cost, where nothing is.</param>
/// <param name="Place">Where that is changed in the tool; null where it is not in the tool.</param>
/// <param name="Action">What helps here; null for nothing.</param>
/// <param name="Address">Of its receipt, or of the page of the refusal.</param>
public sealed record Sighting(
    string Id,
    string State,
    string Time,
    string What,
    string Wrong,
    string? Place,
    SightingAction? Action,
    string Address
)
{
    public const string Good = "good",
        Bad = "bad";

    public bool IsGood => State == Good;
}

/// <param name="Address">On this host.</param>
public sealed record SightingAction(string Text, string Address);
