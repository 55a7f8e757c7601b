using Npgsql;
using Platform.Contracts;
using Platform.Usage.Till;
using StackExchange.Redis;

namespace Platform.Usage.Payments;

/// <summary>A change of credit is to be in force when its cause is answered. If the till is away it follows; in the book it is already.</summary>
internal sealed partial class PromptCredit(TillCredits till, ILogger<PromptCredit> log)
{
    public async Task CarryAsync(Guid account, CancellationToken cancellationToken)
    {
        try
        {
            await till.DispatchAsync(TillKeys.ShardOf(account), cancellationToken);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or NpgsqlException)
        {
            LogFollows(log, account, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The till did not take the credit of account {AccountId} at once; it will follow: {Reason}")]
    private static partial void LogFollows(ILogger log, Guid accountId, string reason);
}
