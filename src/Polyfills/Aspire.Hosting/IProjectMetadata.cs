using System.ComponentModel;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>What the build knows of a project; the generated <c>Projects.*</c> classes are of this kind.</summary>
public interface IProjectMetadata : IResourceAnnotation
{
    /// <summary>The full path of the project file.</summary>
    string ProjectPath { get; }

    LaunchSettings? LaunchSettings => null;

    bool SuppressBuild => false;

    bool IsFileBasedApp => false;
}

/// <summary>Only the stand-in's generated classes have it: where the build put the project, so that it can be started as it is.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IBuiltProjectMetadata : IProjectMetadata
{
    /// <summary>The full path of the assembly.</summary>
    string TargetPath { get; }
}
