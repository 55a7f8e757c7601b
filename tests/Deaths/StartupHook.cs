using System.Diagnostics.CodeAnalysis;

/// <summary>Named by DOTNET_STARTUP_HOOKS. That it is loaded is enough: the host then finds this assembly by its name.</summary>
[SuppressMessage("Design", "CA1050:Declare types in namespaces", Justification = "The runtime looks for it in none.")]
internal static class StartupHook
{
    public static void Initialize() { }
}
