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
    public static string Run(JsonElement arguments) =>
        Write(arguments.GetProperty("path").GetString()!, arguments.GetProperty("content").GetString()!);

    /// <summary>The tool as a method, for those that describe and call it by themselves.</summary>
    public static string Write(string path, string content)
    {
        File.WriteAllText(path, content);
        return $"wrote {path}";
    }
}
