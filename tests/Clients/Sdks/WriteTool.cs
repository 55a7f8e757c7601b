using System.Text.Json;

namespace Platform.Tests.Clients;

/// <summary>The one tool that is offered where a client brings none: it writes a file.</summary>
internal static class WriteTool
{
    public const string Name = "write_file";

    public const string Parameters = """
        {"type":"object","properties":{"path":{"type":"string"},"content":{"type":"string"}},"required":["path","content"],"additionalProperties":false}
        """;

    public static string Dictated(string file, string content) => $$"""{{Name}} {"path":"{{file}}","content":"{{content}}"}""";

    /// <returns>The result for the model.</returns>
    public static string Run(JsonElement arguments)
    {
        var path = arguments.GetProperty("path").GetString()!;
        File.WriteAllText(path, arguments.GetProperty("content").GetString());
        return $"wrote {path}";
    }
}
