using System.ComponentModel.DataAnnotations;

namespace Platform.ServiceDefaults.Settings;

/// <summary>
/// A directory that can be written to. Where it does not exist it is made, for the owner alone, since that is the only way to know.
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
