using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Platform.Dashboard.Docs;

/// <summary>The reference of the API as a page of the documentation, made of the gateway's OpenAPI document.</summary>
public static class ApiReference
{
    private const char NoBreak = '\u00a0';

    private static readonly JsonObject Document = JsonNode.Parse(DocLibrary.Resource("openapi.v1.json"))!.AsObject();

    public static Doc Page { get; } =
        new(
            "/docs/api",
            "API reference",
            "Every endpoint of the API: what it takes, what it answers, and with which errors.",
            DocLibrary.Reference,
            10,
            null,
            [],
            Text()
        );

    private static string Text()
    {
        var text = new StringBuilder(DocLibrary.Part("api"));
        foreach (var (path, operations) in Document["paths"]!.AsObject())
        foreach (var (method, operation) in operations!.AsObject())
            Operation(text, method.ToUpperInvariant(), path, operation!.AsObject());
        return text.ToString();
    }

    private static void Operation(StringBuilder text, string method, string path, JsonObject operation)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n\n## {method} `{path}`\n\n**{Words(operation["summary"])}.**");
        if (operation["description"] is { } description)
            text.Append(CultureInfo.InvariantCulture, $" {Words(description)}");
        Table(text, "Parameter", (operation["parameters"]?.AsArray() ?? []).Select(Parameter));
        Table(text, "Member of the body", Members(Schema(operation["requestBody"])));
        var answer = Success(operation);
        if (answer is not null)
            text.Append(CultureInfo.InvariantCulture, $"\n\n**Answer:** {Words(answer["description"])}");
        Table(text, "Member of the answer", Members(Schema(answer)));
        text.Append("\n\n**Errors:**\n\n").AppendJoin('\n', Errors(operation));
    }

    private static JsonObject? Success(JsonObject operation) =>
        operation["responses"]!
            .AsObject()
            .Where(response => response.Key.StartsWith('2'))
            .Select(response => Resolve(response.Value))
            .FirstOrDefault();

    /// <summary>The codes that the descriptions of the error responses name, each with its page.</summary>
    private static IEnumerable<string> Errors(JsonObject operation) =>
        operation["responses"]!
            .AsObject()
            .Select(response => (Status: response.Key, Codes: Codes(Resolve(response.Value)).ToArray()))
            .Where(response => response.Codes.Length > 0)
            .Select(response => $"- {response.Status}: {string.Join(", ", response.Codes.Select(code => $"[`{code}`](/errors/{code})"))}");

    private static IEnumerable<string> Codes(JsonObject response) =>
        Resolve(Document["components"]!["schemas"]!["ErrorCode"])["enum"]!
            .AsArray()
            .Select(code => code!.GetValue<string>())
            .Where(code => response["description"]!.GetValue<string>().Split(' ', ',', '.', ';', ':', '(', ')').Contains(code));

    /// <summary>A column stands where it has words; a type stays in one line.</summary>
    private static void Table(StringBuilder text, string heading, IEnumerable<(string Name, string Type, string About)> members)
    {
        var rows = members.ToArray();
        if (rows.Length == 0)
            return;
        var explained = Array.Exists(rows, row => row.About.Length > 0);
        text.Append(CultureInfo.InvariantCulture, $"\n\n| {heading} | Type |{(explained ? " What it is |" : "")}");
        text.Append(CultureInfo.InvariantCulture, $"\n| --- | --- |{(explained ? " --- |" : "")}");
        foreach (var (name, type, about) in rows)
            text.Append(CultureInfo.InvariantCulture, $"\n| `{name}` | {type.Replace(' ', NoBreak)} |{(explained ? $" {about} |" : "")}");
    }

    private static (string, string, string) Parameter(JsonNode? node)
    {
        var parameter = Resolve(node);
        var place = parameter["in"]!.GetValue<string>();
        return (parameter["name"]!.GetValue<string>(), $"{place}, {Type(parameter["schema"])}", Words(parameter["description"]));
    }

    private static IEnumerable<(string Name, string Type, string About)> Members(JsonObject? schema)
    {
        // Of several shapes the first is the one of OpenAI's clients.
        while (schema?["oneOf"] is JsonArray { Count: > 0 } shapes)
            schema = Resolve(shapes[0]);
        var required = (schema?["required"]?.AsArray() ?? []).Select(name => name!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
        return (schema?["properties"]?.AsObject() ?? []).Select(member =>
            (
                member.Key,
                Type(member.Value) + (required.Contains(member.Key) ? ", required" : ""),
                Words(Resolve(member.Value)["description"])
            )
        );
    }

    private static JsonObject? Schema(JsonNode? message) =>
        message?["content"]?["application/json"]?["schema"] is { } schema ? Resolve(schema) : null;

    private static string Type(JsonNode? node)
    {
        var schema = Resolve(node);
        var type = schema["type"] switch
        {
            JsonArray several => string.Join(" or ", several.Select(one => one!.GetValue<string>())),
            JsonValue one => one.GetValue<string>(),
            _ => schema["oneOf"] is JsonArray shapes ? string.Join(" or ", shapes.Select(Type).Distinct()) : "any",
        };
        return schema["const"] is JsonValue constant ? $"`{constant}`" : type;
    }

    private static JsonObject Resolve(JsonNode? node)
    {
        var found = node?.AsObject() ?? [];
        while (found["$ref"] is { } reference)
            found = reference.GetValue<string>().Split('/').Skip(1).Aggregate((JsonNode)Document, (at, name) => at[name]!).AsObject();
        return found;
    }

    /// <summary>Text of the document, in which nothing is Markdown.</summary>
    private static string Words(JsonNode? text)
    {
        var words = new StringBuilder();
        foreach (var letter in text?.GetValue<string>() ?? "")
            (letter is '\\' or '`' or '*' or '_' or '<' or '>' or '[' or ']' or '|' or '{' or '}' ? words.Append('\\') : words).Append(
                letter
            );
        return words.ToString();
    }
}
