using Npgsql;
using Platform.Till;
using Platform.Usage.TillKeeper;
using StackExchange.Redis;

namespace Platform.Usage.Payments.Purchases;

/// <summary>
/// Applies a change of credit to the till before the request that caused it is answered. When Redis or PostgreSQL is unavailable,
/// <see cref="CreditService"/> applies it later; the ledger has it already.
/// </summary>
internal sealed partial class CreditDispatch(TillCredits till, ILogger<CreditDispatch> log)
{
    public async Task DispatchAsync(Guid account, CancellationToken cancellationToken)
    {
        try
        {
            await till.DispatchAsync(TillKeys.ShardOf(account), cancellationToken);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or NpgsqlException)
        {
            LogDelayed(log, account, e.Message);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The till did not take the credit of account {AccountId} at once; it is sent again later: {Reason}"
    )]
    private static partial void LogDelayed(ILogger log, Guid accountId, string reason);
}
