using Platform.Contracts;
using Platform.Gateway.Billing;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Billing;

public sealed class OutputAllowanceTests
{
    private readonly List<long> asked = [];

    [Fact]
    public void A_hold_for_the_longest_answer_is_never_looked_at() =>
        Assert.InRange(Allowances.Of(10_000).NextCheckAt, 1L << 60, long.MaxValue);

    /// <summary>The hold is what the input may cost, to the last nano-USD.</summary>
    [Fact]
    public void A_hold_of_the_input_alone_pays_for_output_that_is_free()
    {
        var (price, model) = (new Price(1, 1_000_000, 0), new Model("m", "o", default, 128_000, 100, []));
        Assert.Equal(0, HoldEstimate.AffordedOutput(new Money(-1), Allowances.Request(), model, price));
        var held = price.Cost(new TokenUsage(InputEstimate.For(Allowances.Request(), model).Upper, 0));
        Assert.InRange(HoldEstimate.AffordedOutput(held, Allowances.Request(), model, price), 1_000_000, long.MaxValue);
    }

    [Fact]
    public async Task An_extension_of_nothing_ends_the_answer()
    {
        var (hold, request) = (Allowances.Hold(0, reach: 0), Allowances.Request());
        var funding = new Funding(hold, NothingAsync, StepTokens: 100);
        var model = new Model("m", "o", default, 128_000, 100, []);
        var allowance = new OutputAllowance(request, model, Allowances.Price, funding, CancellationToken.None);
        var refusal = await allowance.ExtendAsync(1).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal("insufficient_quota", refusal?.Code);

        static async Task<Extension> NothingAsync(Money wanted)
        {
            await Task.Yield();
            return new Extension(Money.Zero, Shortage: null);
        }
    }

    [Fact]
    public void More_is_asked_for_when_half_is_used_and_once()
    {
        var allowance = Allowances.Of(40, credit: new([100]), asked);
        Assert.Equal(80, allowance.NextCheckAt);
        Assert.True(allowance.Covers(81));
        Assert.Equal([100], asked);
        Assert.Equal(160, allowance.NextCheckAt);
    }

    [Fact]
    public void What_came_meanwhile_is_used_without_waiting()
    {
        var allowance = Allowances.Of(40, credit: new([100, 100]), asked);
        Assert.True(allowance.Covers(81));
        Assert.True(allowance.Covers(161));
        // 140 tokens are 560 bytes; halfway from here.
        Assert.Equal(161 + (560 - 161) / 2, allowance.NextCheckAt);
        Assert.Equal([100], asked);
    }

    [Fact]
    public async Task An_answer_that_is_late_is_waited_for_when_the_hold_is_used_up()
    {
        var answer = new TaskCompletionSource();
        var allowance = Allowances.Of(40, credit: new([100]), asked, until: answer.Task);
        Assert.True(allowance.Covers(81));
        Assert.False(allowance.Covers(161));
        var waiting = allowance.ExtendAsync(161).AsTask();
        Assert.False(waiting.IsCompleted);
        answer.SetResult();
        Assert.Null(await waiting);
        Assert.Equal([100], asked);
    }

    [Fact]
    public async Task Without_credit_it_is_asked_once_more_at_the_end_and_then_said()
    {
        var allowance = Allowances.Of(40, credit: new(), asked);
        Assert.True(allowance.Covers(81));
        Assert.False(allowance.Covers(161));
        Assert.Equal("insufficient_quota", (await allowance.ExtendAsync(161))!.Code);
        Assert.Equal([100, 100], asked);
    }

    [Fact]
    public async Task The_last_of_the_credit_is_used_to_the_token()
    {
        var allowance = Allowances.Of(40, credit: new([7]), asked);
        Assert.True(allowance.Covers(81));
        Assert.True(allowance.Covers(188));
        Assert.False(allowance.Covers(189));
        Assert.Equal("insufficient_quota", (await allowance.ExtendAsync(189))!.Code);
    }

    [Fact]
    public void No_more_is_asked_for_than_the_model_can_say()
    {
        Assert.True(Allowances.Of(40, credit: new([100]), asked, modelMost: 50).Covers(81));
        Assert.Equal([10], asked);
    }

    [Fact]
    public void Choices_are_rounded_up_one_by_one()
    {
        // Three choices of 13 tokens may have 49 bytes each and no more: 147 and 3 roundings make 39 tokens.
        var allowance = Allowances.Of(39, modelMost: 50, choices: 3);
        Assert.True(allowance.Covers(150));
        Assert.False(allowance.Covers(151));
    }

    [Fact]
    public async Task For_a_client_that_has_gone_nothing_is_added()
    {
        var allowance = Allowances.Of(40, credit: new([100]), asked, clientGone: new CancellationToken(canceled: true));
        Assert.True(allowance.Covers(81));
        Assert.False(allowance.Covers(161));
        Assert.NotNull(await allowance.ExtendAsync(161));
        Assert.Empty(asked);
    }
}
