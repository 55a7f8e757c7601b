using System.ComponentModel.DataAnnotations;

namespace Platform.ServiceDefaults.Settings;

/// <summary>A directory that is there already.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ExistingDirectoryAttribute() : ValidationAttribute("a directory that exists")
{
    public override bool IsValid(object? value) => value is null || Directory.Exists((string)value);
}
