namespace Platform.Bench.Load;

/// <summary>Reads the answers of one caller, one after another, and says of each what is measured.</summary>
internal interface IReader<T>
{
    /// <param name="asked">When, by the stopwatch.</param>
    /// <exception cref="InvalidOperationException">The answer is not whole.</exception>
    Task<T> ReadAsync(Stream answer, long asked);
}
