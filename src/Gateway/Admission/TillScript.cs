using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Platform.Gateway.Admission;

/// <summary>A script embedded in the gateway. It is called by its hash, and sent as text when Redis does not know it.</summary>
public sealed class TillScript
{
    /// <summary>A Redis that is paused would else keep its callers for ever. What it still does afterwards must do no harm.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly string text;
    private readonly byte[] hash;

    /// <param name="files">One after the other they are the script.</param>
    public TillScript(params string[] files)
    {
        text = string.Join('\n', files.Select(Read));
#pragma warning disable CA5350 // It is Redis's name for a script, and protects nothing.
        hash = SHA1.HashData(Encoding.UTF8.GetBytes(text));
#pragma warning restore CA5350
    }

    /// <exception cref="RedisException">Redis is away, or refused.</exception>
    /// <exception cref="TimeoutException">Redis did not answer in time; it may still run the script.</exception>
    public async Task<RedisResult> RunAsync(IConnectionMultiplexer redis, RedisKey[] keys, RedisValue[] values)
    {
        var database = redis.GetDatabase();
        try
        {
            return await database.ScriptEvaluateAsync(hash, keys, values).WaitAsync(Patience);
        }
        catch (RedisServerException e) when (e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            // A Redis that has just begun, or lost its scripts. Nothing has run.
            return await database.ScriptEvaluateAsync(text, keys, values).WaitAsync(Patience);
        }
    }

    private static string Read(string file)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var name = assembly.GetManifestResourceNames().Single(name => name.EndsWith("." + file, StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
