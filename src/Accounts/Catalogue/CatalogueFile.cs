using System.Text;
using Microsoft.Extensions.Options;

namespace Platform.Accounts.Catalogue;

/// <summary>
/// Reads catalogue files: models and upstreams in the order of the files, prices in USD per million tokens.
/// The returned models have price version 0: versions are assigned by the database.
/// </summary>
internal static class CatalogueFile
{
    /// <exception cref="OptionsValidationException">A file is missing, is not JSON, or has an invalid value; each failure names
    /// file, line, model or upstream, and field.</exception>
    public static Contracts.Catalogue Read(params IEnumerable<string> paths)
    {
        List<string> faults = [];
        var texts = paths.Select(path => (Name: Path.GetFileName(path), Text: ReadBytes(path, faults))).ToList();
        var catalogue = Parse(texts.Where(file => file.Text is not null).Select(file => (file.Name, file.Text!)), faults);
        return faults.Count == 0 ? catalogue : throw new OptionsValidationException(Options.DefaultName, typeof(CatalogueModels), faults);
    }

    /// <summary>Parses one file; adds each fault to <paramref name="faults"/>.</summary>
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

    /// <summary>The bytes of the file; null with a fault where it cannot be read.</summary>
    public static byte[]? ReadBytes(string path, List<string> faults)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(
                $"Catalogue:File (environment variable Catalogue__File) is '{path}'. It must be a catalogue file that this process can "
                    + $"read: {e.Message}"
            );
            return null;
        }
    }
}
