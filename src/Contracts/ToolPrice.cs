namespace Platform.Contracts;

/// <summary>The price of a hosted tool: one that the provider of a model runs itself.</summary>
/// <param name="Tool">Its type without a date, one of <see cref="Known"/>.</param>
/// <param name="PerCall">In nano-USD.</param>
/// <param name="InputTokens">The most tokens of input that the result of a call adds.</param>
/// <param name="MaxCalls">The most calls in one request.</param>
public sealed record ToolPrice(string Tool, long PerCall, long InputTokens, int MaxCalls)
{
    /// <summary>The tools whose calls can be counted in an answer.</summary>
    public static IReadOnlyList<string> Known { get; } = ["web_search", "web_fetch", "code_interpreter"];
}

/// <summary>The calls of a hosted tool in one attempt.</summary>
/// <param name="PerCall">The price of each, in nano-USD.</param>
public sealed record ToolCalls(string Tool, long Calls, long PerCall)
{
    /// <exception cref="OverflowException">It does not fit a <see cref="Money"/>.</exception>
    public static Money Cost(IReadOnlyList<ToolCalls>? all)
    {
        var sum = 0L;
        foreach (var each in all ?? [])
            sum = checked(sum + each.Calls * each.PerCall);
        return new Money(sum);
    }
}
