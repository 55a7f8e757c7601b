using Platform.Contracts;
using StackExchange.Redis;

namespace Platform.Till;

/// <summary>Applies the ledger's changes of credit to the till, each transaction once.</summary>
public sealed class Credits(IConnectionMultiplexer redis)
{
    private static readonly TillScript Credit = new("credit.lua");

    /// <param name="epoch">
    /// The epoch of the shard as the caller read it: a shard that was filled from the ledger since contains the amount already.
    /// </param>
    /// <returns>Whether the till has it, applied now or before; false when the shard is not, or no longer, open as that epoch.</returns>
    public async Task<bool> ApplyAsync(
        string epoch,
        Guid accountId,
        Guid transactionId,
        Money amount,
        CancellationToken cancellationToken
    ) =>
        (long)
            await Credit.RunAsync(
                redis,
                [TillKeys.Open(TillKeys.ShardOf(accountId)), TillKeys.Account(accountId), TillKeys.Applied(accountId, transactionId)],
                [epoch, amount.NanoUsd, TillLifetimes.Seconds(TillLifetimes.AppliedCredit)],
                cancellationToken: cancellationToken
            ) >= 0;
}
