using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Tests.Fixture;

/// <summary>The catalogue file of the stories: at first the shipped one with <see cref="ScriptedRoutes"/>, and what a story writes after that.</summary>
public sealed class CatalogueOnDisk : IDisposable
{
    /// <summary>The setting of the gateway that has the credential of the scripted upstream.</summary>
    public const string Setting = "Secrets:Stories";

    public const string Secret = "fake-upstream-key";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("catalogue-");
    private readonly string shipped,
        repository;

    public CatalogueOnDisk()
    {
        var accounts = System.IO.Path.GetDirectoryName(new Projects.Accounts().ProjectPath)!;
        repository = System.IO.Path.GetFullPath(System.IO.Path.Combine(accounts, "..", ".."));
        shipped = ScriptedRoutes.AddTo(File.ReadAllText(System.IO.Path.Combine(accounts, "Catalogue", "catalogue.json")));
        Restore();
    }

    /// <summary>The example of docs/routing.md.</summary>
    public string Documented
    {
        get
        {
            var text = File.ReadAllText(System.IO.Path.Combine(repository, "docs", "routing.md"));
            const string Fence = "```jsonc";
            var start = text.IndexOf(Fence, StringComparison.Ordinal) + Fence.Length;
            return text[start..text.IndexOf("```", start, StringComparison.Ordinal)];
        }
    }

    public string Path => System.IO.Path.Combine(directory.FullName, "catalogue.json");

    public void Restore() => Write(shipped);

    public void Write(string json) => File.WriteAllText(Path, json);

    /// <summary>The shipped catalogue with more upstreams and models.</summary>
    /// <returns>What was written.</returns>
    public string Add(string upstreams, string models)
    {
        var form = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        var file = JsonNode.Parse(shipped, documentOptions: form)!;
        // A file that lists upstreams lists all that it uses; these are described by the gateway's settings alone.
        var known = ScriptedRoutes.Names.Prepend("primary").Select(name => $$"""{ "name": "{{name}}" }""");
        file["upstreams"] = JsonNode.Parse($"[ {string.Join(", ", known)}, {upstreams} ]");
        foreach (var model in JsonNode.Parse($"[ {models} ]")!.AsArray())
            file["models"]!.AsArray().Add(model!.DeepClone());
        var json = file.ToJsonString(Indented);
        Write(json);
        return json;
    }

    public void Dispose() => directory.Delete(recursive: true);
}
