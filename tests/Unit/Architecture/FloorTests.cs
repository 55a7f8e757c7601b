using System.Reflection;
using Xunit;

namespace Platform.Tests.Unit.Architecture;

/// <summary>Rooms do not name each other in circles, and in the Gateway a lower floor does not name a higher one.</summary>
public sealed class FloorTests
{
    /// <summary>
    /// From the top. A room names rooms of its own floor and of those below it. The project itself, which composes them, is above all.
    /// </summary>
    private static readonly string[][] GatewayFloors =
    [
        [RoomReferences.Project],
        ["Pipeline"],
        ["Api", "Sockets"],
        ["Keys", "Catalog", "Admission", "Idempotency", "Continuation", "Settlement"],
        ["Forwarding"],
        ["Routes"],
        ["Health"],
        ["Fairness"],
        ["Upstreams"],
        ["Telemetry"],
        ["Billing", "Kept", "Rates", "Requests", "Serving"],
        ["Metering", "Tenancy", "Translation"],
        ["Protocols"],
        ["Errors"],
    ];

    private static readonly RoomReferences Gateway = new("Gateway", Assembly.Load("Gateway"));

    [Fact]
    public void A_lower_floor_of_the_gateway_does_not_name_a_higher_one() =>
        None(
            from room in Gateway.Rooms
            from named in Gateway.From(room)
            where Floor(named.Key) < Floor(room)
            select $"{room} names {named.Key}, which is above it, in {named.Value}"
        );

    [Fact]
    public void Every_room_of_the_gateway_has_a_floor() =>
        Assert.Equal(GatewayFloors.SelectMany(floor => floor).Order(StringComparer.Ordinal), Gateway.Rooms);

    [Theory]
    [InlineData("Gateway")]
    [InlineData("Accounts")]
    [InlineData("Usage")]
    [InlineData("Dashboard")]
    [InlineData("FakeUpstream")]
    public void Rooms_of_a_service_do_not_name_each_other_in_a_circle(string service) =>
        None(new RoomReferences(service, Assembly.Load(service)).Circles().Select(circle => circle.Text));

    private static void None(IEnumerable<string> violations)
    {
        var found = string.Join(Environment.NewLine, violations);
        Assert.True(found.Length == 0, found);
    }

    private static int Floor(string room) => Array.FindIndex(GatewayFloors, floor => floor.Contains(room));
}
