using StackExchange.Redis;

namespace Platform.Till;

/// <summary>
/// A script embedded in a service. The client calls it by its hash, and sends the text where Redis does not know it: after a start, and
/// after SCRIPT FLUSH.
/// </summary>
/// <param name="room">Any type of the assembly that the files are embedded in.</param>
/// <param name="files">One after the other they are the script.</param>
public sealed class TillScript(Type room, params string[] files)
{
    /// <summary>A Redis that is paused would else keep its callers for long. What it still does afterwards must do no harm.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly string text = string.Join('\n', files.Select(file => Read(room, file)));

    /// <param name="patience">Null for <see cref="Patience"/>.</param>
    /// <exception cref="RedisException">Redis is away, or refused.</exception>
    /// <exception cref="TimeoutException">Redis did not answer in time; it may still run the script.</exception>
    public Task<RedisResult> RunAsync(
        IConnectionMultiplexer redis, RedisKey[] keys, RedisValue[] values, TimeSpan? patience = null, CancellationToken cancellationToken = default) =>
        redis.GetDatabase().ScriptEvaluateAsync(text, keys, values).WaitAsync(patience ?? Patience, cancellationToken);

    private static string Read(Type room, string file)
    {
        var name = room.Assembly.GetManifestResourceNames().Single(name => name.EndsWith("." + file, StringComparison.Ordinal));
        using var reader = new StreamReader(room.Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
