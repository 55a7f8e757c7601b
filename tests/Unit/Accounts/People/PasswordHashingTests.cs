using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Platform.Accounts.Networks;
using Platform.Accounts.People;
using Xunit;

namespace Platform.Tests.Unit.Accounts.People;

public sealed class PasswordHashingTests
{
    private static readonly ClientNetwork Here = ClientNetwork.Parse("192.0.2.1"),
        There = ClientNetwork.Parse("2001:db8::1");

    /// <summary>So slow that all that is asked at once is asked before the first is done.</summary>
    private const int SlowRounds = 400_000;

    [Fact]
    public async Task A_password_is_verified_against_its_hash_and_against_nobodys()
    {
        using var hashing = Create(1, new HashingOptions());
        var hash = await hashing.HashAsync("correct horse battery", Here, default);
        Assert.Equal(PasswordVerificationResult.Success, await hashing.VerifyAsync(hash, "correct horse battery", Here, default));
        Assert.Equal(PasswordVerificationResult.Failed, await hashing.VerifyAsync(hash, "wrong", Here, default));
        Assert.Equal(PasswordVerificationResult.Failed, await hashing.VerifyAsync(null, "correct horse battery", Here, default));
    }

    [Fact]
    public async Task What_finds_no_place_in_the_queue_is_refused_at_once()
    {
        using var hashing = Create(SlowRounds, new HashingOptions { Hashers = 1, Queue = 2 });
        var asked = Ask(hashing, ClientNetwork.Own, 5);
        Assert.Equal([false, false, false, true, true], asked.Select(each => each.IsCompletedSuccessfully));
        Assert.Equal([true, true, true, false, false], (await Task.WhenAll(asked)).Select(hash => hash is not null));
    }

    [Fact]
    public async Task One_network_leaves_places_to_the_others()
    {
        using var hashing = Create(
            SlowRounds,
            new HashingOptions
            {
                Hashers = 1,
                Queue = 10,
                PerNetwork = 2,
            }
        );
        var (here, there) = (Ask(hashing, Here, 3), Ask(hashing, There, 1));
        Assert.Equal([true, true, false], (await Task.WhenAll(here)).Select(hash => hash is not null));
        Assert.NotNull(await there[0]);
        Assert.NotNull(await hashing.HashAsync("x", Here, default));
    }

    [Fact]
    public async Task Who_leaves_gives_the_place_back()
    {
        using var hashing = Create(SlowRounds, new HashingOptions { Hashers = 1, Queue = 1 });
        // Who leaves must do so while the first is hashed; a busy machine may take longer to get there.
        for (var tries = 0; tries < 100; tries++)
        {
            using var left = new CancellationTokenSource();
            var first = hashing.HashAsync("x", Here, default);
            var waiting = hashing.HashAsync("x", Here, left.Token);
            await left.CancelAsync();
            if (await Record.ExceptionAsync(() => waiting) is not OperationCanceledException)
                continue;
            Assert.All(await Task.WhenAll(first, hashing.HashAsync("x", Here, default)), Assert.NotNull);
            return;
        }

        Assert.Fail("Nobody who waited could leave.");
    }

    private static Task<string?>[] Ask(PasswordHashing hashing, ClientNetwork network, int times) =>
        [.. Enumerable.Range(0, times).Select(_ => hashing.HashAsync("x", network, default))];

    private static PasswordHashing Create(int rounds, HashingOptions options) =>
        new(Options.Create(new PasswordHasherOptions { IterationCount = rounds }), Options.Create(options));
}
