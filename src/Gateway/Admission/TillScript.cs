using System.Reflection;
using StackExchange.Redis;

namespace Platform.Gateway.Admission;

/// <summary>A script embedded in the gateway. The client sends its hash, and its text when Redis does not know that yet.</summary>
public sealed class TillScript
{
    /// <summary>Longer than Redis ever takes while it is well. A request waits no longer to hear that it cannot be weighed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly string text;

    public TillScript(string file)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var name = assembly.GetManifestResourceNames().Single(name => name.EndsWith("." + file, StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        text = reader.ReadToEnd();
    }

    /// <exception cref="TimeoutException">Redis did not answer in time; the script may still be carried out.</exception>
    public async Task<RedisResult> RunAsync(IConnectionMultiplexer redis, RedisKey[] keys, RedisValue[] values)
    {
        try
        {
            return await redis.GetDatabase().ScriptEvaluateAsync(text, keys, values).WaitAsync(Patience);
        }
        catch (RedisServerException e) when (e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            // Somebody emptied Redis's script cache. Nothing has run, and the client now knows to send the text.
            return await redis.GetDatabase().ScriptEvaluateAsync(text, keys, values).WaitAsync(Patience);
        }
    }
}
