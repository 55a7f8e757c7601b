using Microsoft.Extensions.Time.Testing;
using Platform.ServiceDefaults.Refused;
using Xunit;

namespace Platform.Tests.Unit.ServiceDefaults.Refused;

public sealed class RefusedSamplingTests
{
    private readonly FakeTimeProvider time = new();
    private readonly RefusedSampling sampling;

    public RefusedSamplingTests() => sampling = new RefusedSampling(time);

    internal static RefusedCall Call(
        string key = "aaaaaaaaaaaa",
        string code = "rate_limit_exceeded",
        Guid? account = null,
        string id = "req_1",
        string network = "192.0.2.1"
    ) => new(id, default, key, account, network, "/v1/chat/completions", null, null, 429, code, "Wait.");

    [Fact]
    public void The_first_of_a_minute_are_told_one_by_one_and_the_rest_by_number()
    {
        for (var i = 0; i < 20; i++)
            Assert.True(sampling.Take(Call()));
        for (var i = 0; i < 1_000; i++)
            Assert.False(sampling.Take(Call(id: $"req_{i}")));
        Assert.Empty(sampling.Due());

        time.Advance(TimeSpan.FromSeconds(2));
        var (latest, count) = Assert.Single(sampling.Due());
        Assert.Equal(("req_999", 1_000), (latest.RequestId, count));
        Assert.Empty(sampling.Due());

        time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(sampling.Take(Call()));
    }

    [Fact]
    public void A_flood_of_a_minute_leaves_at_most_fifty_entries_whose_sum_is_exact()
    {
        var (entries, sum) = (0, 0);
        for (var i = 0; i < 6_000; i++)
        {
            if (sampling.Take(Call()) is true)
                (entries, sum) = (entries + 1, sum + 1);
            foreach (var (_, count) in sampling.Due())
                (entries, sum) = (entries + 1, sum + count);
            time.Advance(TimeSpan.FromMilliseconds(10));
        }

        sum += sampling.Due(all: true).Sum(due => due.Count);
        Assert.Equal(6_000, sum);
        Assert.InRange(entries, 20, 50);
    }

    [Fact]
    public void A_flood_of_one_error_hides_no_other_and_no_other_key()
    {
        for (var i = 0; i < 100; i++)
            sampling.Take(Call());
        Assert.True(sampling.Take(Call(code: "model_not_found")));
        Assert.True(sampling.Take(Call(key: "bbbbbbbbbbbb")));
        Assert.True(sampling.Take(Call(account: Guid.CreateVersion7())));
    }

    [Fact]
    public void Keys_without_end_take_no_memory_without_end()
    {
        for (var i = 0; i < 10_000; i++)
            Assert.True(sampling.Take(Call(key: $"{i:D12}")));
        Assert.Null(sampling.Take(Call(key: "bbbbbbbbbbbb")));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(sampling.Due());
        Assert.True(sampling.Take(Call(key: "bbbbbbbbbbbb")));
    }
}
