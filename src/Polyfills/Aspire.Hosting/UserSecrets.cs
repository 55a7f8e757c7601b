using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration.UserSecrets;

namespace Aspire.Hosting;

/// <summary>
/// The file <c>dotnet user-secrets</c> keeps for the AppHost, <c>~/.microsoft/usersecrets/{UserSecretsId}/secrets.json</c>. The real
/// Aspire keeps its generated values in the same file under the same names.
/// </summary>
internal sealed class UserSecrets(Assembly? assembly, bool mayWrite)
{
    private readonly string? file =
        assembly?.GetCustomAttribute<UserSecretsIdAttribute>() is { } id ? PathHelper.GetSecretsPathFromSecretsId(id.UserSecretsId) : null;

    /// <summary>Null when it is not there. It is asked although configuration holds secrets already, since that is so in Development only.</summary>
    public string? Get(string key) => (string?)Read()[key];

    /// <summary>Does nothing under test, and for an AppHost without a UserSecretsId.</summary>
    public void Set(string key, string value)
    {
        if (file is null || !mayWrite)
            return;
        var all = Read();
        all[key] = value;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var written = file + "." + Environment.ProcessId;
        using (var stream = new FileStream(written, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        using (var writer = new StreamWriter(stream))
            writer.Write(all.ToJsonString(new() { WriteIndented = true }));
        File.Move(written, file, overwrite: true);
    }

    private JsonObject Read() => File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file)) as JsonObject ?? [] : [];
}
