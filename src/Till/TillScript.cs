using StackExchange.Redis;

namespace Platform.Till;

/// <summary>
/// A script of the till, one atomic step in Redis. The client calls it by its hash and sends the text where Redis does not know it: after
/// a start, and after SCRIPT FLUSH. The wait for an answer is bounded; a script that runs after its caller gave up must do no harm, and
/// its file says why it does not.
/// </summary>
/// <param name="files">Names of files in <c>Scripts</c>; concatenated they are the script.</param>
internal sealed class TillScript(params string[] files)
{
    /// <summary>The time limit of every call to the till that has no limit of its own.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    private readonly string text = string.Join('\n', files.Select(Read));

    /// <param name="timeout">Null for <see cref="Timeout"/>.</param>
    /// <exception cref="RedisException">Redis is not reachable, or refused.</exception>
    /// <exception cref="TimeoutException">Redis did not answer in time; it may still run the script.</exception>
    public Task<RedisResult> RunAsync(
        IConnectionMultiplexer redis,
        RedisKey[] keys,
        RedisValue[] values,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default
    ) => redis.GetDatabase().ScriptEvaluateAsync(text, keys, values).WaitAsync(timeout ?? Timeout, cancellationToken);

    private static string Read(string file)
    {
        using var stream =
            typeof(TillScript).Assembly.GetManifestResourceStream(file)
            ?? throw new ArgumentException($"There is no script {file}.", nameof(file));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
