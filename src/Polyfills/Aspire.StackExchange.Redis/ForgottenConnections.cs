using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Aspire.StackExchange.Redis;

/// <summary>
/// Frees a client that would never connect again. When a connection breaks while another thread of this version of the client makes the
/// next, it may note that one is being established and then forget which; nothing in it looks at that again. It happens now and
/// then to a busy client while Redis loads its data, and reconfiguring it does not help. Here it is told that it is disconnected,
/// whereupon its next heartbeat connects.
/// </summary>
internal static partial class ForgottenConnections
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Ends with the client.</summary>
    public static async Task WatchAsync(ConnectionMultiplexer client, ILogger log)
    {
        using var timer = new PeriodicTimer(Interval);
        HashSet<object> suspects = [];
        while (await timer.WaitForNextTickAsync() && !(bool)Value(client, "isDisposed")!)
        {
            var forgotten = Bridges(client).Where(HasForgotten).ToHashSet();
            // For a moment it is so whenever a connection breaks; who is found a second time stays.
            foreach (var bridge in forgotten.Where(suspects.Contains))
            {
                Field(bridge, "state").SetValue(bridge, Convert.ToInt32(Enum.Parse(StateOf(bridge), "Disconnected"), CultureInfo.InvariantCulture));
                LogFreed(log, $"{bridge}");
            }

            suspects = forgotten;
        }
    }

    private static IEnumerable<object> Bridges(ConnectionMultiplexer client) => ((Array)Value(client, "serverSnapshot")!).Cast<object>()
        .SelectMany(server => (object?[])[Value(server, "interactive"), Value(server, "subscription")]).OfType<object>();

    private static bool HasForgotten(object bridge) =>
        Value(bridge, "physical") is null && Enum.ToObject(StateOf(bridge), Value(bridge, "state")!).ToString() is "ConnectedEstablishing" or "ConnectedEstablished";

    private static Type StateOf(object bridge) => bridge.GetType().GetNestedType("State", BindingFlags.Public | BindingFlags.NonPublic)!;

    private static object? Value(object of, string name) => Field(of, name).GetValue(of);

    private static FieldInfo Field(object of, string name) => of.GetType().GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)!;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The Redis client had forgotten its connection {Connection}, and makes another")]
    private static partial void LogFreed(ILogger log, string connection);
}
