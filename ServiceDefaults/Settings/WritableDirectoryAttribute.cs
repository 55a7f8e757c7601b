using System.ComponentModel.DataAnnotations;

namespace Platform.ServiceDefaults.Settings;

/// <summary>
/// A writable directory. A missing one is created, for the owner only, because only creation shows that it is possible.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WritableDirectoryAttribute() : ValidationAttribute("a directory that this process can write to")
{
    public override bool IsValid(object? value)
    {
        try
        {
            var path = Path.GetFullPath((string)value!);
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(path);
            else if (!Directory.Exists(path))
                Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var probe = Path.Combine(path, Path.GetRandomFileName() + ".probe");
            new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose).Dispose();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
