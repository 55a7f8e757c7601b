using System.Security.Cryptography;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Platform.Accounts.Networks;

namespace Platform.Accounts.People;

/// <summary>
/// Hashes passwords, a few at a time and on threads of their own, so that the verification of keys never waits for one. Those that come
/// while others are hashed wait in a short queue; one network has a few places in it, and what finds no place is refused.
/// </summary>
internal sealed class PasswordHashing : IDisposable
{
    private static readonly Person Nobody = Person.New("", DateTimeOffset.UnixEpoch);

    private readonly PasswordHasher<Person> hasher;
    private readonly ConcurrencyLimiter hashers;
    private readonly PartitionedRateLimiter<ClientNetwork> places;

    /// <summary>Is compared where there is no person, so that the time taken does not reveal it.</summary>
    private readonly string nobodysHash;

    public PasswordHashing(IOptions<PasswordHasherOptions> rounds, IOptions<HashingOptions> options)
    {
        hasher = new PasswordHasher<Person>(rounds);
        hashers = new ConcurrencyLimiter(
            new ConcurrencyLimiterOptions { PermitLimit = options.Value.Hashers, QueueLimit = options.Value.Queue }
        );
        var perNetwork = new ConcurrencyLimiterOptions { PermitLimit = options.Value.PerNetwork };
        places = PartitionedRateLimiter.Create<ClientNetwork, ClientNetwork>(network =>
            network.IsOwn ? RateLimitPartition.GetNoLimiter(network) : RateLimitPartition.GetConcurrencyLimiter(network, _ => perNetwork)
        );
        nobodysHash = hasher.HashPassword(Nobody, RandomNumberGenerator.GetHexString(32));
    }

    /// <summary>Null when there is no place in the queue.</summary>
    public Task<string?> HashAsync(string password, ClientNetwork network, CancellationToken cancellationToken) =>
        RunAsync(() => hasher.HashPassword(Nobody, password), network, cancellationToken);

    /// <summary>Null when there is no place in the queue.</summary>
    /// <param name="hash">Null where nobody has the address: it then fails, after the same work.</param>
    public async Task<PasswordVerificationResult?> VerifyAsync(
        string? hash,
        string password,
        ClientNetwork network,
        CancellationToken cancellationToken
    )
    {
        var verified = await RunAsync(
            () => (object)hasher.VerifyHashedPassword(Nobody, hash ?? nobodysHash, password),
            network,
            cancellationToken
        );
        return verified is null ? null
            : hash is null ? PasswordVerificationResult.Failed
            : (PasswordVerificationResult)verified;
    }

    public void Dispose()
    {
        hashers.Dispose();
        places.Dispose();
    }

    /// <summary>A person who leaves while waiting gives the place back.</summary>
    private async Task<T?> RunAsync<T>(Func<T> work, ClientNetwork network, CancellationToken cancellationToken)
        where T : class
    {
        using var place = places.AttemptAcquire(network);
        if (!place.IsAcquired)
            return null;
        using var hasherLease = await hashers.AcquireAsync(1, cancellationToken);
        return hasherLease.IsAcquired
            ? await Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            : null;
    }
}
