using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.Values;

/// <summary>An item of <c>tool_calls</c> in a chat answer: a call, or in a stream a piece of one.</summary>
/// <param name="Index">Which call it is; null where the server does not say.</param>
/// <param name="Arguments">JSON as a text. Some servers send it as an object, and then whole.</param>
internal sealed record CallPiece(long? Index, string? Id, string? Name, string Arguments)
{
    public static CallPiece From(JsonField item)
    {
        var function = item.Object("function");
        return new(item.Count("index"), NonEmpty(item, "id"), NonEmpty(function, "name"), ArgumentsOf(function));
    }

    /// <summary>The arguments of a call, as a text.</summary>
    public static string ArgumentsOf(JsonField? function) => function?["arguments"]?.TextOrJson() ?? "";

    /// <summary>
    /// Whether it begins another call than the one that has its index: some servers give all calls the index 0, and some no ids either. A
    /// name that is repeated goes on with the call until its arguments are whole.
    /// </summary>
    public bool BeginsAfter(string id, string name, bool isWhole) =>
        Name is not null && (Id is not null ? Id != id : Name != name || isWhole);

    private static string? NonEmpty(JsonField? item, string name) => item?.Text(name) is { Length: > 0 } text ? text : null;
}
