namespace Platform.AppHost.Stores;

/// <summary>The facts that decide how the stores run.</summary>
/// <param name="Setting">The setting <c>Stores</c>; null when it is not set.</param>
/// <param name="WithData">The mode that has data of earlier runs; null when there are none, or none are kept.</param>
/// <param name="Engine">The container engine that responds; null when none does.</param>
/// <param name="IsLinux">Native processes are supported on Linux only.</param>
internal sealed record StoreSituation(StoreMode? Setting, StoreMode? WithData, string? Engine, bool IsLinux);

/// <summary>How the stores run, and the reason.</summary>
/// <param name="Problem">Why they cannot run, and what to do; null when they can.</param>
internal sealed record StoreChoice(StoreMode Mode, string Reason, string? Problem = null)
{
    /// <summary>The choice of a start that ends because of <paramref name="problem"/>.</summary>
    public static StoreChoice Refused(string problem) => new(StoreMode.Native, "nothing was chosen", problem);

    /// <summary>
    /// Chooses the setting; else the mode that has data, so that data do not seem to vanish when an engine is installed or removed; else
    /// containers when an engine responds.
    /// </summary>
    public static StoreChoice From(StoreSituation situation)
    {
        var (mode, reason) = situation switch
        {
            { Setting: { } set } => (set, "the setting Stores says so"),
            { WithData: { } kept } => (kept, "the data of earlier runs are there"),
            { Engine: { } engine } => (StoreMode.Containers, $"{engine} answers"),
            _ => (StoreMode.Native, "no container engine answers"),
        };
        return new StoreChoice(mode, reason, FindProblem(mode, situation));
    }

    /// <summary>For example: PostgreSQL and Redis run as containers, because docker answers.</summary>
    public override string ToString() =>
        $"PostgreSQL and Redis run as {(Mode == StoreMode.Native ? "native processes" : "containers")}, because {Reason}.";

    private static string? FindProblem(StoreMode mode, StoreSituation situation) =>
        (mode, situation) switch
        {
            (StoreMode.Containers, { WithData: StoreMode.Native }) =>
                "Stores=Containers, but the data of earlier runs belong to native processes. Set Stores=Native to go on with them, or "
                    + "KeepData=false to leave them where they are and start without.",
            (StoreMode.Native, { WithData: StoreMode.Containers }) =>
                "Stores=Native, but the data of earlier runs lie in volumes of a container engine. Set Stores=Containers to go on with "
                    + "them, or KeepData=false to leave them where they are and start without.",
            (StoreMode.Containers, { Engine: null }) =>
                "PostgreSQL and Redis are to run as containers, but no container engine answers. Start Docker or Podman"
                    + (situation.WithData is null && situation.IsLinux ? ", or set Stores=Native." : "."),
            (StoreMode.Native, { IsLinux: false }) =>
                "Native PostgreSQL and Redis are supported on Linux only. Start a container engine (Docker Desktop or Podman).",
            _ => null,
        };

    /// <returns>The mode that <paramref name="setting"/> names, null when it is not set; or else its fault.</returns>
    public static (StoreMode? Mode, string? Problem) Parse(string? setting) =>
        string.IsNullOrWhiteSpace(setting) ? (null, null)
        : Enum.TryParse<StoreMode>(setting, ignoreCase: true, out var mode) && Enum.IsDefined(mode) ? (mode, null)
        : (null, $"Stores is '{setting}'. Set it to Native or Containers, for example --Stores=Native, or leave it out.");
}
