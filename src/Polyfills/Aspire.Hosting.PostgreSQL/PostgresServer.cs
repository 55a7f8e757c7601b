using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Native;

namespace Aspire.Hosting.Postgres;

/// <summary>
/// PostgreSQL as a process of this machine: on 127.0.0.1 only and always with a password. It refuses to run as root, so for root it
/// runs as the user <c>postgres</c>, who comes with the package and owns the data.
/// </summary>
internal static class PostgresServer
{
    private static readonly NativePackage Server = new("postgres", "postgresql", "/usr/lib/postgresql/*/bin");
    private static readonly NativePackage Initdb = Server with { Program = "initdb" };

    /// <summary>
    /// Makes the data beside their place and moves them there when they are whole: an initdb that was cut short leaves nothing that
    /// looks like data. The password comes over standard input.
    /// </summary>
    private const string Initialize = """
        set -e; umask 077; cd "$1"; rm -rf new; cat >password
        "$2" -D new -U "$3" --pwfile=password --auth=scram-sha-256 -E UTF8 --locale=C.UTF-8 --no-sync
        rm password; mv new data
        """;

    public static async Task<ProcessSpec> PrepareAsync(PostgresServerResource server, NativeServerContext context, CancellationToken cancellationToken)
    {
        var program = await Server.RequireAsync(context.Say, cancellationToken);
        var user = Environment.IsPrivilegedProcess ? "postgres" : null;
        await Volumes.CreateAsync(context.DataDirectory, user, context.Run, cancellationToken);
        if (!File.Exists(Path.Combine(context.DataDirectory, "data", "PG_VERSION")))
            await InitializeAsync(server, context, user, cancellationToken);

        return new ProcessSpec(
            program,
            [
                "-D", Path.Combine(context.DataDirectory, "data"),
                "-c", "listen_addresses=127.0.0.1", "-c", $"port={context.Port}", "-c", "unix_socket_directories=",
                .. context.DataIsKept ? [] : (string[])["-c", "fsync=off"],
                .. context.Arguments,
            ],
            context.DataDirectory)
        {
            User = user,
            IsServer = true,
            StopSignal = Signal.Int,
            LockFile = Path.Combine(context.DataDirectory, "lock"),
        };
    }

    private static async Task InitializeAsync(
        PostgresServerResource server, NativeServerContext context, string? user, CancellationToken cancellationToken)
    {
        var program = await Initdb.RequireAsync(context.Say, cancellationToken);
        var name = await server.UserNameReference.GetValueAsync(cancellationToken);
        var password = await server.PasswordParameter.GetValueAsync(cancellationToken);
        await ChildProcess.RunAsync(
            new ProcessSpec("sh", ["-c", Initialize, "initdb", context.DataDirectory, program, name!], "/", password + "\n") { User = user },
            context.Run, cancellationToken);
    }
}
