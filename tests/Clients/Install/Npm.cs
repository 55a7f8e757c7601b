namespace Platform.Tests.Clients;

/// <summary>npm: found on the machine, else installed from Debian's package where that is allowed.</summary>
internal static class Npm
{
    public const string Advice = "The clients are installed with npm: sudo apt-get install nodejs npm";

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    /// <summary>Whether there is one, or could be. On CI a failure is wanted, not a skip.</summary>
    public static bool Possible { get; } =
        Find() is not null
        || (File.Exists("/usr/bin/apt-get") && (Environment.IsPrivilegedProcess || SudoAsks().GetAwaiter().GetResult() == 0));

    public static async Task RequireAsync()
    {
        if (Find() is not null)
            return;
        var sudo = Environment.IsPrivilegedProcess ? "" : "sudo -n ";
        await Shell.RequireAsync(
            $"{sudo}apt-get update -qq && {sudo}env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm",
            Timeout
        );
        if (Find() is null)
            throw new InvalidOperationException(Advice);
    }

    private static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "npm"))
            .FirstOrDefault(File.Exists);

    private static async Task<int?> SudoAsks() =>
        File.Exists("/usr/bin/sudo")
            ? (await Shell.RunAsync(new("/usr/bin/sudo", ["-n", "true"]), TimeSpan.FromSeconds(5))).ExitCode
            : null;
}
