using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Platform.Accounts.Networks;
using Platform.ServiceDefaults;

namespace Platform.Accounts.People;

/// <summary>
/// The growing delay between attempts with a wrong password, for each pair of e-mail address and network: whoever guesses waits, and the
/// owner of the address signs in from elsewhere as if nobody had guessed. Each attempt is counted in one statement before the password is
/// checked, because counting afterwards would count any number of simultaneous guesses as one. An address that nobody has is counted in the
/// same way, so that the answers do not differ.
/// </summary>
internal sealed class SignInDelays(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>The wait after the first, second, ... attempt; the last one holds for all that follow.</summary>
    private static readonly TimeSpan[] Waits =
    [
        .. ((int[])[0, 0, 0, 0, 5, 10, 20, 40, 80, 160, 300]).Select(seconds => TimeSpan.FromSeconds(seconds)),
    ];

    private static readonly int FreeAttempts = Waits.Count(wait => wait == TimeSpan.Zero) + 1;

    /// <summary>How long after its last wait a pair is forgotten.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    /// <summary>Counts an attempt. Returns null when the password may be checked, else how long to wait.</summary>
    public async Task<TimeSpan?> TakeAsync(string email, ClientNetwork network, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var take = Command(
            """
            INSERT INTO sign_in_attempts AS pair (email_hash, network, attempts, next_at) VALUES ($1, $2, 1, $3 + ($4)[1])
            ON CONFLICT (email_hash, network) DO UPDATE
            SET attempts = pair.attempts + 1, next_at = $3 + ($4)[least(pair.attempts + 1, cardinality($4))]
            WHERE pair.attempts < $5 OR pair.next_at <= $3
            """,
            email,
            network
        );
        take.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        take.Parameters.Add(new NpgsqlParameter<TimeSpan[]> { TypedValue = Waits });
        take.Parameters.Add(new NpgsqlParameter<int> { TypedValue = FreeAttempts - 1 });
        if (await take.ExecuteNonQueryAsync(cancellationToken) > 0)
            return null;

        await using var find = Command("SELECT next_at FROM sign_in_attempts WHERE email_hash = $1 AND network = $2", email, network);
        return await find.ExecuteScalarAsync(cancellationToken) is DateTime until && until - now.UtcDateTime is { Ticks: > 0 } wait
            ? wait
            : TimeSpan.FromSeconds(1);
    }

    /// <summary>Takes back an attempt whose password was not checked.</summary>
    public Task GiveBackAsync(string email, ClientNetwork network, CancellationToken cancellationToken) =>
        ExecuteAsync(
            "UPDATE sign_in_attempts SET attempts = greatest(attempts - 1, 0), next_at = least(next_at, now()) WHERE email_hash = $1 AND network = $2",
            email,
            network,
            cancellationToken
        );

    /// <summary>Forgets the pair's attempts, after a right password.</summary>
    public Task ForgetAsync(string email, ClientNetwork network, CancellationToken cancellationToken) =>
        ExecuteAsync("DELETE FROM sign_in_attempts WHERE email_hash = $1 AND network = $2", email, network, cancellationToken);

    /// <summary>Forgets the pairs without a recent attempt.</summary>
    public async Task ForgetOldAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("DELETE FROM sign_in_attempts WHERE next_at < $1");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = time.GetUtcNow() - Memory });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task ExecuteAsync(string sql, string email, ClientNetwork network, CancellationToken cancellationToken)
    {
        await using var command = Command(sql, email, network);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private NpgsqlCommand Command(string sql, string email, ClientNetwork network)
    {
        var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = SHA256.HashData(Encoding.UTF8.GetBytes(email)) });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = network.Text });
        return command;
    }
}

/// <summary>Forgets old attempts, every minute.</summary>
internal sealed class SignInDelaysCleaning(
    SignInDelays delays,
    SqlMigrations migrations,
    TimeProvider time,
    ILogger<SignInDelaysCleaning> log
) : RepeatingService(migrations, time, log)
{
    protected override async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        await delays.ForgetOldAsync(cancellationToken);
        return TimeSpan.FromMinutes(1);
    }

    protected override bool IsTransient(Exception exception) => exception is NpgsqlException;
}
