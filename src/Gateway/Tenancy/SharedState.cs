using System.Globalization;
using System.Text.Json;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Tenancy;

/// <summary>
/// Finds what in a body names state of the operator's account at an upstream: conversations, files, stores, containers, items and answers
/// that are kept there under an id. All accounts here share that one, so each could use what is another's by its id; the gateway never
/// gave any of them. Such a request is refused before anything is held for it.
/// </summary>
internal static class SharedState
{
    private readonly record struct Found(string Path, string Instead)
    {
        public Found In(string parent) => this with { Path = parent + (Path.StartsWith('[') ? "" : ".") + Path };
    }

    public static ApiError? Find(ReadOnlySpan<byte> body, Protocol protocol)
    {
        if (!SharedMarks.In(body, protocol))
            return null;
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 256 });
        json.Read();
        return InObject(ref json, protocol, default, depth: 0) is { } found
            ? ApiErrors.InvalidRequest(
                $"{found.Path} names something that is kept in an account at the model's provider, which all accounts here share, so it "
                    + $"cannot be used. {found.Instead}",
                found.Path
            )
            : null;
    }

    /// <summary>The reader stands on the value's first token, and afterwards on its last, unless something was found.</summary>
    private static Found? InValue(ref Utf8JsonReader json, Protocol protocol, scoped ReadOnlySpan<char> name, int depth) =>
        json.TokenType switch
        {
            JsonTokenType.StartObject => InObject(ref json, protocol, name, depth),
            JsonTokenType.StartArray => InArray(ref json, protocol, name, depth),
            _ => null,
        };

    private static Found? InArray(ref Utf8JsonReader json, Protocol protocol, scoped ReadOnlySpan<char> name, int depth)
    {
        for (var place = 0; json.Read() && json.TokenType != JsonTokenType.EndArray; place++)
            if (InValue(ref json, protocol, name, depth + 1) is { } found)
                return found.In(string.Create(CultureInfo.InvariantCulture, $"[{place}]"));
        return null;
    }

    /// <param name="name">The member that it is the value of, in lower case.</param>
    private static Found? InObject(ref Utf8JsonReader json, Protocol protocol, scoped ReadOnlySpan<char> name, int depth)
    {
        Span<char> letters = stackalloc char[MemberName.MaxLength];
        var item = new KeptItem();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isOwnData = SharedMembers.IsOwnData(json, depth == 0);
            var text = json.ValueSpan;
            var member = MemberName.Fold(json, letters);
            json.Read();
            if (SharedMembers.Instead(member, depth == 0, protocol, json) is { } instead)
                return new Found(member.ToString(), instead);
            item.Note(member, json);
            if (isOwnData)
                json.Skip();
            else if (InValue(ref json, protocol, member, depth + 1) is { } found)
                return found.In(System.Text.Encoding.UTF8.GetString(text));
        }

        return item.Problem(name, protocol, depth) is { } problem ? new Found(problem.Member, problem.Instead) : null;
    }
}
