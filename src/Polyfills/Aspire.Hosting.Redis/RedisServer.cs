using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Native;

namespace Aspire.Hosting.Redis;

/// <summary>Redis as a process of this machine, on 127.0.0.1 only. It reads its settings, the password among them, from standard input.</summary>
internal static class RedisServer
{
    private static readonly NativePackage Redis = new("redis-server", "redis-server");

    public static async Task<ProcessSpec> PrepareAsync(RedisResource redis, NativeServerContext context, CancellationToken cancellationToken)
    {
        var program = await Redis.RequireAsync(context.Say, cancellationToken);
        await Volumes.CreateAsync(context.DataDirectory, owner: null, context.Run, cancellationToken);
        var password = redis.PasswordParameter is { } parameter ? await parameter.GetValueAsync(cancellationToken) : null;
        var save = redis.TryGetLastAnnotation<PersistenceAnnotation>(out var persistence) ? persistence.Save : "save \"\"";
        var settings = $"""
            bind 127.0.0.1
            port {context.Port}
            dir "{context.DataDirectory}"
            {save}
            always-show-logo no
            {(password is null ? "" : $"requirepass \"{password}\"")}

            """;
        // Lines from standard input come after the arguments, and what WithArgs said must have the last word only on what we leave open.
        return new ProcessSpec(program, [.. context.Arguments, "-"], context.DataDirectory, settings)
        {
            IsServer = true,
            LockFile = Path.Combine(context.DataDirectory, "lock"),
        };
    }
}
