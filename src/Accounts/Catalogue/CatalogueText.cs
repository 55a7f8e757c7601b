using System.Security.Cryptography;
using System.Text;

namespace Platform.Accounts.Catalogue;

/// <summary>What was in the catalogue files at one moment.</summary>
/// <param name="Files">Those that could be read.</param>
/// <param name="Faults">Of those that could not.</param>
/// <param name="Fingerprint">The same for the same files.</param>
internal sealed record CatalogueText(IReadOnlyList<(string Name, byte[] Text)> Files, IReadOnlyList<string> Faults, string Fingerprint)
{
    public static CatalogueText Read(params IEnumerable<string> paths) => Read(paths, static path => $"'{path}' cannot be read");

    /// <param name="unreadable">What to say of a file that cannot be read; the reason follows.</param>
    public static CatalogueText Read(IEnumerable<string> paths, Func<string, string> unreadable)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        List<(string, byte[])> files = [];
        List<string> faults = [];
        foreach (var path in paths)
        {
            var text = ReadBytes(path, unreadable, faults);
            if (text is not null)
                files.Add((Path.GetFileName(path), text));
            hash.AppendData(SHA256.HashData(text ?? Encoding.UTF8.GetBytes(faults[^1])));
        }

        return new CatalogueText(files, faults, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>The catalogue, and all that is wrong with it.</summary>
    public (Contracts.Catalogue Catalogue, IReadOnlyList<string> Faults) Parse()
    {
        List<string> faults = [.. Faults];
        var catalogue = CatalogueFile.Parse(Files, faults);
        return (catalogue, faults);
    }

    private static byte[]? ReadBytes(string path, Func<string, string> unreadable, List<string> faults)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{unreadable(path)}: {e.Message}");
            return null;
        }
    }
}
