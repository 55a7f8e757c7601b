namespace Platform.Tests.Fuzz;

/// <summary>Code that reads what strangers send, and what must hold whatever they send.</summary>
/// <param name="Name">For the report of a failure.</param>
/// <param name="Seeds">Bodies that are read well, and those that once failed.</param>
/// <param name="IsStream">The bodies are streams of server-sent events.</param>
/// <param name="Run">Reads one body; throws where something does not hold.</param>
internal sealed record FuzzTarget(string Name, byte[][] Seeds, bool IsStream, Action<byte[], Random> Run);

/// <summary>What must hold does not.</summary>
internal sealed class OracleException(string message) : Exception(message)
{
    public static void Require(bool holds, string what)
    {
        if (!holds)
            throw new OracleException(what);
    }
}
