using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Settlement;
using Xunit;

namespace Platform.Tests.Unit.Gateway;

public sealed class JournalTests : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("journal-");

    private static PendingSettlement Owed(string id) => new(Guid.Empty, "budget", id, new Money(7), "{}"u8.ToArray());

    private Journal Open() => new(Options.Create(new JournalOptions { Directory = directory.FullName }), NullLogger<Journal>.Instance);

    private static async Task<List<string>> ReplayAsync(Journal journal, Func<PendingSettlement, bool> take)
    {
        List<string> seen = [];
        await journal.ReplayAsync(settlement =>
        {
            seen.Add(settlement.RequestId);
            return Task.FromResult(take(settlement));
        });
        return seen;
    }

    [Fact]
    public async Task What_was_kept_is_replayed_by_the_next_gateway()
    {
        using (var first = Open())
        {
            await first.KeepAsync(Owed("a"));
            await first.KeepAsync(Owed("b"));
        }

        using var second = Open();
        Assert.Equal(["a", "b"], (await ReplayAsync(second, _ => true)).Order());
        Assert.Equal(0, second.Count);
        Assert.Single(directory.GetFiles(), file => file.Length == 0);
    }

    [Fact]
    public async Task What_is_not_taken_stays()
    {
        using var journal = Open();
        await journal.KeepAsync(Owed("a"));
        await ReplayAsync(journal, _ => false);
        Assert.Equal(1, journal.Count);
    }

    [Fact]
    public async Task What_is_not_taken_keeps_no_other_back()
    {
        using var journal = Open();
        foreach (var id in (string[])["a", "b", "c"])
            await journal.KeepAsync(Owed(id));
        Assert.Equal(["c"], await ReplayAsync(journal, settlement => settlement.RequestId != "c"));
        Assert.Equal(["b", "a", "c"], await ReplayAsync(journal, settlement => settlement.RequestId != "c"));
        Assert.Equal(1, journal.Count);
    }

    [Fact]
    public async Task Keeping_a_settlement_does_not_wait_for_a_replay()
    {
        using var journal = Open();
        await journal.KeepAsync(Owed("a"));
        var (line, asked, answer) = (Length(), new TaskCompletionSource(), new TaskCompletionSource<bool>());
        List<string> seen = [];
        var replay = journal.ReplayAsync(settlement =>
        {
            seen.Add(settlement.RequestId);
            asked.TrySetResult();
            return answer.Task;
        });
        await asked.Task.WaitAsync(Timeout);

        await journal.KeepAsync(Owed("b")).WaitAsync(Timeout);
        Assert.Equal(2 * line, Length());

        answer.SetResult(true);
        await replay.WaitAsync(Timeout);
        Assert.Equal(["a", "b"], seen);
        Assert.Equal((0, 0), (journal.Count, Length()));
    }

    [Fact]
    public async Task A_settlement_that_is_being_replayed_stays_on_disk_until_it_is_taken()
    {
        var journal = Open();
        await journal.KeepAsync(Owed("a"));
        _ = journal.ReplayAsync(_ => new TaskCompletionSource<bool>().Task);
        journal.Dispose();

        using var next = Open();
        Assert.Equal(["a"], await ReplayAsync(next, _ => true));
    }

    [Fact]
    public async Task A_living_gateways_file_is_left_alone()
    {
        using var living = Open();
        await living.KeepAsync(Owed("a"));
        using var other = Open();
        Assert.Equal(0, other.Count);
    }

    [Fact]
    public async Task A_torn_last_line_costs_only_itself()
    {
        using (var first = Open())
            await first.KeepAsync(Owed("a"));
        await File.AppendAllTextAsync(directory.GetFiles().Single().FullName, "{\"AccountId\":\"0000");

        using var second = Open();
        Assert.Equal(["a"], await ReplayAsync(second, _ => true));
    }

    /// <summary>Of the only journal there is, in bytes.</summary>
    private long Length() => directory.GetFiles().Single().Length;

    public void Dispose() => directory.Delete(recursive: true);
}
