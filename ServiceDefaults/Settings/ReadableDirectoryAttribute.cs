using System.ComponentModel.DataAnnotations;

namespace Platform.ServiceDefaults.Settings;

/// <summary>A directory that is there already, each file of which can be read.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReadableDirectoryAttribute() : ValidationAttribute("a directory whose files this process can read")
{
    public override bool IsValid(object? value) => value is null || CanRead((string)value);

    internal static bool CanRead(string directory)
    {
        try
        {
            foreach (var file in Directory.EnumerateFiles(directory))
                File.OpenRead(file).Dispose();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
