using System.Reflection;
using StackExchange.Redis;

namespace Platform.Gateway.Admission;

/// <summary>A script embedded in the gateway. The client sends its hash, and its text when Redis does not know that yet.</summary>
public sealed class TillScript
{
    /// <summary>A Redis that is paused would else keep its callers for ever. What it still does afterwards must do no harm.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly string text;

    public TillScript(string file)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var name = assembly.GetManifestResourceNames().Single(name => name.EndsWith("." + file, StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        text = reader.ReadToEnd();
    }

    /// <exception cref="RedisException">Redis is away, or refused.</exception>
    /// <exception cref="TimeoutException">Redis did not answer in time; it may still run the script.</exception>
    public async Task<RedisResult> RunAsync(IConnectionMultiplexer redis, RedisKey[] keys, RedisValue[] values)
    {
        try
        {
            return await SendAsync(redis, keys, values);
        }
        catch (RedisServerException e) when (e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            // Somebody emptied Redis's script cache. Nothing has run, and the client now knows to send the text.
            return await SendAsync(redis, keys, values);
        }
    }

    private Task<RedisResult> SendAsync(IConnectionMultiplexer redis, RedisKey[] keys, RedisValue[] values) =>
        redis.GetDatabase().ScriptEvaluateAsync(text, keys, values).WaitAsync(Patience);
}
