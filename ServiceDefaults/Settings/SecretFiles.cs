using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace Platform.ServiceDefaults.Settings;

/// <summary>Settings in files, one each, as Docker and Kubernetes mount secrets.</summary>
[Section("SecretFiles")]
public sealed class SecretFilesOptions
{
    /// <summary>Each file is named like the environment variable of its setting, and holds its value.</summary>
    [ReadableDirectory, Example("/run/secrets")]
    public string? Directory { get; set; }
}

public static class SecretFiles
{
    /// <summary>
    /// Adds the files of <c>SecretFiles:Directory</c>, which come before all other settings. A file that changes is read again within some
    /// seconds; it is looked for by polling, since a mounted secret is replaced by another link, which no watch of the system reports.
    /// </summary>
    public static void AddSecretFiles(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSettings<SecretFilesOptions>();
        // Read early, since it says where others come from. Where it is wrong, the options say so at the start.
        var directory = builder.Configuration["SecretFiles:Directory"];
        if (string.IsNullOrWhiteSpace(directory) || !ReadableDirectoryAttribute.CanRead(directory))
            return;
        builder.Configuration.AddKeyPerFile(source =>
        {
            source.FileProvider = new PhysicalFileProvider(Path.GetFullPath(directory))
            {
                UsePollingFileWatcher = true,
                UseActivePolling = true,
            };
            source.ReloadOnChange = true;
        });
    }
}
