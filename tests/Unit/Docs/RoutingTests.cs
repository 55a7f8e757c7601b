using Platform.Accounts.Catalogue;
using Xunit;

namespace Platform.Tests.Unit.Docs;

/// <summary>The example of docs/routing.md is a valid catalogue; the stories run it.</summary>
public sealed class RoutingTests
{
    [Fact]
    public void The_example_is_a_valid_file()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "routing.md"));
        const string Fence = "```jsonc";
        var start = text.IndexOf(Fence, StringComparison.Ordinal) + Fence.Length;
        List<string> faults = [];
        var catalogue = CatalogueFile.Parse(text[start..text.IndexOf("```", start, StringComparison.Ordinal)], "routing.md", faults);
        Assert.Empty(faults);
        Assert.Equal(["openai", "azure", "local"], catalogue.Upstreams!.Select(upstream => upstream.Name));
        Assert.Equal(["house-large", "house-small"], catalogue.Models.Select(model => model.Id));
    }
}
