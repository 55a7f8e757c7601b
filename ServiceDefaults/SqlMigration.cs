using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Platform.ServiceDefaults;

/// <summary>One embedded <c>.sql</c> file. Its name, the part of the resource name after <c>Migrations.</c>, gives the order.</summary>
internal sealed record SqlMigration(string Name, string Sql)
{
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    public static IEnumerable<SqlMigration> In(Assembly assembly)
    {
        const string folder = ".Migrations.";
        return assembly
            .GetManifestResourceNames()
            .Where(name => name.Contains(folder, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new SqlMigration(
                name[(name.IndexOf(folder, StringComparison.Ordinal) + folder.Length)..],
                Read(assembly, name)
            ));
    }

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
