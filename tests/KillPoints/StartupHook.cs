using System.Diagnostics.CodeAnalysis;

/// <summary>Named by DOTNET_STARTUP_HOOKS. That it is loaded is enough: the host then finds this assembly by its name.</summary>
[SuppressMessage("Design", "CA1050:Declare types in namespaces", Justification = NoNamespace)]
[SuppressMessage("Design", "MA0047:Declare types in namespaces", Justification = NoNamespace)]
internal static class StartupHook
{
    private const string NoNamespace = "The runtime looks for it in none.";

    public static void Initialize() { }
}
