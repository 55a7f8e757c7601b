using System.Text;
using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols;
using Platform.Till;

namespace Platform.Tests.Unit.Gateway.Billing;

/// <summary>Holds of requests whose input is free and whose output costs one nano-USD a token, so that tokens are money.</summary>
internal static class Allowances
{
    public static readonly Price Price = new(1, 0, 1_000_000);

    /// <param name="hold">In tokens.</param>
    /// <param name="credit">Tokens that can be added, in the order in which they are asked for; none means that credit is gone.</param>
    /// <param name="asked">The amounts asked for.</param>
    public static OutputAllowance Of(
        long hold,
        Queue<long>? credit = null,
        List<long>? asked = null,
        int modelMost = 10_000,
        int choices = 1,
        Task? until = null,
        CancellationToken clientGone = default
    )
    {
        var active = Hold(hold, reach: hold);
        return new OutputAllowance(
            Request(choices),
            new Model("m", "o", default, 1, modelMost, []),
            Price,
            new Funding(active, ExtendAsync, StepTokens: 100),
            clientGone
        );

        async Task<Extension> ExtendAsync(Money wanted)
        {
            asked?.Add(wanted.NanoUsd);
            await (until ?? Task.CompletedTask);
            var granted = new Money(Math.Min(wanted.NanoUsd, credit?.Count > 0 ? credit.Dequeue() : 0));
            active.Extend(granted, 0);
            return new Extension(granted, granted < wanted ? ApiErrors.CreditExhaustedMidStream() : null);
        }
    }

    /// <summary>A hold of nano-USD.</summary>
    public static ActiveHold Hold(long granted, long reach) =>
        new(
            new HoldSubject("req_1", new HoldOwner(Guid.Empty, "budget1", "key1", "", "m"), null, null),
            new Money(granted),
            new Money(reach),
            default,
            0
        );

    public static InferenceRequest Request(int choices = 1) =>
        RequestParser
            .Parse(Encoding.UTF8.GetBytes($$"""{"model":"m","messages":["12345678"],"n":{{choices}}}"""), RequestShape.Chat)
            .Value!;
}
