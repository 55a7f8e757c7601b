using Platform.Contracts;
using Platform.Dashboard.Display;

namespace Platform.Dashboard.Docs;

/// <summary>What the pages of the documentation are filled with, for one visitor.</summary>
/// <param name="Site">The public address of these pages.</param>
/// <param name="Catalogue">What is on sale; null while that is not known.</param>
/// <param name="Keys">The working keys of a signed-in person, newest first; none for anybody else.</param>
public sealed record DocFacts(string Site, string BaseUrl, Catalogue? Catalogue, IReadOnlyList<KeyView> Keys)
{
    /// <summary>The placeholder of a key, the Base URL, and a model that the newest key can call.</summary>
    /// <param name="tool">The id of the tool for which the model is chosen; null for any.</param>
    public Quickstart For(string? tool) =>
        new(
            Quickstart.Placeholder,
            BaseUrl,
            Catalogue is null ? null : Quickstart.FindModel(Catalogue, Keys is [var newest, ..] ? newest.Models : null, tool)
        );
}
