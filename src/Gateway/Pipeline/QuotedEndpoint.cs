using System.Text.Json;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Pipeline;

/// <summary>
/// The endpoint that a quote is about. A caller may name it (<c>?endpoint=/v1/messages</c>); else the body shows it by its members, and a
/// header or the model where members fit two endpoints.
/// </summary>
/// <param name="From">What decided: endpoint, body, header or model.</param>
internal readonly record struct QuotedEndpoint(Protocol Protocol, string From)
{
    public const string Parameter = "endpoint";

    private const string Version = "/v1";

    /// <summary>Members of a Messages request that chat completions does not have.</summary>
    private static readonly string[] OfMessages = ["system", "stop_sequences", "mcp_servers", "output_config", "context_management"];

    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 256 };

    /// <summary>The endpoint that the request names; default where it names none.</summary>
    public static StepResult<QuotedEndpoint> Named(HttpRequest request)
    {
        if (request.Query[Parameter].ToString() is not { Length: > 0 } name)
            return default(QuotedEndpoint);
        var path = "/" + name.Trim('/');
        if (path.StartsWith(Version + "/", StringComparison.OrdinalIgnoreCase))
            path = path[Version.Length..];
        return Protocol.All.FirstOrDefault(protocol => protocol.Path.Equals(path, StringComparison.OrdinalIgnoreCase)) is { } found
            ? new QuotedEndpoint(found, Parameter)
            : ApiErrors.InvalidRequest(
                $"endpoint must be one of {string.Join(", ", Protocol.All.Select(protocol => Version + protocol.Path))}.",
                Parameter
            );
    }

    /// <summary>The endpoint of the body. A body that fits none is read as chat completions, which says what is missing.</summary>
    /// <param name="isAnthropic">The caller sends the version header of Anthropic's API.</param>
    /// <param name="protocols">Those in which a model can be asked.</param>
    public static QuotedEndpoint Of(ReadOnlySpan<byte> body, bool isAnthropic, Func<string, IEnumerable<Protocol>> protocols)
    {
        var (members, model) = MembersOf(body);
        if (members.Contains("messages"))
            return members.Overlaps(OfMessages) ? new QuotedEndpoint(Protocol.Messages, "body")
                : isAnthropic ? new QuotedEndpoint(Protocol.Messages, "header")
                : new QuotedEndpoint(Protocol.Chat, "body");
        if (members.Contains("input"))
            return model is not null && protocols(model).ToHashSet() is var spoken && IsForEmbeddings(spoken)
                ? new QuotedEndpoint(Protocol.Embeddings, "model")
                : new QuotedEndpoint(Protocol.Responses, "body");
        return new QuotedEndpoint(members.Contains("prompt") ? Protocol.Completions : Protocol.Chat, "body");
    }

    private static bool IsForEmbeddings(HashSet<Protocol> spoken) =>
        spoken.Contains(Protocol.Embeddings) && !spoken.Contains(Protocol.Responses);

    private static (HashSet<string> Members, string? Model) MembersOf(ReadOnlySpan<byte> body)
    {
        var members = new HashSet<string>(StringComparer.Ordinal);
        string? model = null;
        try
        {
            var json = new Utf8JsonReader(body, Deep);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
                return (members, null);
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var name = json.GetString()!;
                members.Add(name);
                json.Read();
                if (name == "model" && json.TokenType == JsonTokenType.String)
                    model = json.GetString();
                json.Skip();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The parser says what is wrong with it.
        }

        return (members, model);
    }
}
