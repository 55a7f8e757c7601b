using Platform.Dashboard.Connect;
using Platform.Dashboard.Display;

namespace Platform.Dashboard.Public;

/// <summary>One tab for each tool of <see cref="Samples.Tools"/>.</summary>
/// <param name="Id">Begins the ids of the elements.</param>
/// <param name="For">What the texts of a tool are filled with.</param>
public sealed record Tabs(string Id, Func<Tool, Quickstart> For);

/// <summary>What the public pages show to copy: the blocks of the tools that Connect shows, curl first.</summary>
public static class Samples
{
    /// <summary>The tools that are set up by texts.</summary>
    public static IReadOnlyList<Tool> Tools { get; } =
    [.. ConnectTool.All.Where(tool => tool.Setup is not null).OrderByDescending(tool => tool.Id == "curl")];

    /// <summary>A request to a model that does not chat.</summary>
    public static string Embedding(Quickstart you) =>
        $$"""
            curl {{you.BaseUrl}}/embeddings \
              -H "Authorization: Bearer {{you.ApiKey}}" \
              -H "Content-Type: application/json" \
              -d '{"model": "{{you.ModelName}}", "input": "Hello!"}'
            """;
}
