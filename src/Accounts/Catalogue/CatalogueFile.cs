using System.Text;

namespace Platform.Accounts.Catalogue;

/// <summary>
/// Reads catalogue files: models and upstreams in the order of the files, prices in USD per million tokens.
/// The returned models have price version 0: versions are assigned by the database.
/// </summary>
internal static class CatalogueFile
{
    /// <summary>Parses one file; adds each fault to <paramref name="faults"/>, with file, line, model or upstream, and field.</summary>
    public static Contracts.Catalogue Parse(string json, string file, List<string> faults) =>
        Parse([(file, Encoding.UTF8.GetBytes(json))], faults);

    /// <summary>Parses files that together are the catalogue; adds each fault to <paramref name="faults"/>.</summary>
    public static Contracts.Catalogue Parse(IEnumerable<(string Name, byte[] Text)> files, List<string> faults)
    {
        using var reader = new CatalogueReader(faults);
        foreach (var (name, text) in files)
            reader.Add(name, text);
        return reader.Finish();
    }
}
