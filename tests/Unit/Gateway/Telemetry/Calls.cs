using System.Text;
using Microsoft.AspNetCore.Http;
using Platform.Contracts;
using Platform.Gateway.Admission;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Pipeline;
using Platform.Gateway.Protocols;

namespace Platform.Tests.Unit.Gateway.Telemetry;

/// <summary>Requests on their way, in each protocol.</summary>
internal static class Calls
{
    public static Call Call(Protocol protocol, string model, string body)
    {
        var http = new DefaultHttpContext { Request = { Method = "POST", Path = "/v1" + protocol.Path } };
        return new Call(http, TimeProvider.System)
        {
            Protocol = protocol,
            Key = new KeyFacts("key1", "budget1", Guid.Empty, "tests", KeyStatus.Active, null, null, null),
            Request = RequestParser.Parse(Encoding.UTF8.GetBytes(body), protocol.Request).Request,
            Model = new Model("ours", "o", default, 1, 100, [new ModelRoute("primary", model, [protocol.Name], new Price(1, 1_000_000, 2_000_000))]),
            Lease = new Lease(new Money(10), new Money(1_000), 0),
        };
    }

    public static UpstreamAttempt Attempt(Protocol protocol, string model, string body)
    {
        var call = Call(protocol, model, body);
        return new UpstreamAttempt(call, call.Model!.Routes[0], TimeProvider.System);
    }

    public static UpstreamOptions Upstream { get; } = new() { BaseUrl = "https://api.example.com/v1" };
}
