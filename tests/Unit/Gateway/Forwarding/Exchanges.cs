using System.Text;
using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Errors;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Health;
using Platform.Gateway.Protocols;
using Platform.Gateway.Routes;
using Platform.Gateway.Upstreams;
using Platform.Tests.Unit.Gateway.Billing;

namespace Platform.Tests.Unit.Gateway.Forwarding;

/// <summary>
/// Admitted requests on their way to an upstream, in each protocol. A token of input costs one nano-USD, one of output two.
/// </summary>
internal static class Exchanges
{
    public static readonly Price Price = new(1, 1_000_000, 2_000_000);

    public static Upstream Upstream { get; } = new("primary", new UpstreamOptions { BaseUrl = "https://api.example.com/v1" });

    /// <param name="reach">The credit that could be held, in nano-USD.</param>
    /// <param name="upstreamModel">The upstream's own name for it.</param>
    public static Exchange For(
        Protocol protocol,
        string body,
        HttpContext? http = null,
        TimeProvider? time = null,
        string upstreamModel = "theirs",
        long reach = 1_000
    )
    {
        http ??= new DefaultHttpContext { Request = { Method = "POST", Path = "/v1" + protocol.Path } };
        time ??= TimeProvider.System;
        var model = new Model("ours", "o", default, 10_000, 100, [new ModelRoute("primary", upstreamModel, [protocol.Name], Price)]);
        var hold = Allowances.Hold(10, reach);
        var funding = new Funding(hold, wanted => Task.FromResult(Extend(hold, wanted)), 100);
        return new Exchange(
            new ForwardRequest(
                http,
                "req_1",
                Dialects.For(http.Request),
                time.GetUtcNow(),
                time.GetTimestamp(),
                protocol,
                RequestParser.Parse(Encoding.UTF8.GetBytes(body), protocol.Request).Value!,
                null,
                null,
                [model],
                new UpstreamSet([Upstream]),
                funding
            ),
            time
        );
    }

    private static Extension Extend(ActiveHold hold, Money wanted)
    {
        var free = hold.FreeCredit - hold.Amount;
        var granted = free < wanted ? free : wanted;
        hold.Extend(granted, 0);
        return new Extension(granted, granted < wanted ? ApiErrors.CreditExhaustedMidStream() : null);
    }

    public static UpstreamAttempt Attempt(Exchange exchange, Upstream? upstream = null, TimeProvider? time = null, Probe? probe = null) =>
        new(
            exchange,
            new Candidate(
                exchange.Request.Model,
                exchange.Request.Model.Routes[0],
                upstream ?? Upstream,
                (upstream ?? Upstream).Credentials[0]
            )
            {
                Probe = probe,
            },
            time ?? TimeProvider.System
        );

    public static UpstreamAttempt Attempt(Protocol protocol, string upstreamModel, string body) =>
        Attempt(For(protocol, body, upstreamModel: upstreamModel));
}
