using System.Globalization;
using Platform.Bench.Load;
using Platform.Bench.Measuring;
using Platform.Bench.Running;

namespace Platform.Bench.SignIns;

/// <summary>
/// What a paying client notices of fifty sign-ins at once: with the queue of passwords in place, and with it taken out. Each on a platform of
/// its own, right after the same client without sign-ins.
/// </summary>
internal static class SignInBench
{
    private const int AtOnce = 50;

    private static readonly (string, string)[] WithoutQueue =
    [
        ("Passwords__Hashers", "1000"),
        ("Passwords__Queue", "10000"),
        ("Passwords__PerNetwork", "10000"),
    ];

    public static async Task RunAsync(BenchOptions options)
    {
        Console.WriteLine($"{AtOnce} sign-ins at once         calls   refused   p50, ms   p99, ms   most, ms   sign-ins answered");
        foreach (var (name, settings) in ((string, (string, string)[])[])[("queue", []), ("no queue", WithoutQueue)])
        {
            await using var platform = await RunningPlatform.StartAsync(settings);
            var keys = await Payers.RegisterAsync(platform);
            using var client = new PayingClient(platform.Gateway, Variant.GatewayModel(Question.Chat), keys[0]);
            await client.CallAsync(options.WarmUp);
            for (var round = 0; round < options.Rounds; round++)
            {
                Print($"{name}: without sign-ins", await client.CallAsync(options.Window), "");
                var (calls, answered) = await FloodedAsync(platform, client, options.Window);
                Print($"{name}: with sign-ins", calls, answered);
            }
        }
    }

    private static async Task<(Calls Calls, string Answered)> FloodedAsync(RunningPlatform platform, PayingClient client, TimeSpan length)
    {
        using var accounts = platform.Client("accounts");
        using var stop = new CancellationTokenSource();
        var flood = new SignInFlood(accounts, AtOnce);
        var running = flood.RunAsync(stop.Token);
        var calls = await client.CallAsync(length);
        await stop.CancelAsync();
        await running;
        return (calls, string.Join(", ", flood.Answers.Select(each => $"{each.Count} x {(int)each.Status}")));
    }

    private static void Print(string name, Calls calls, string answered) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name, -28}{calls.Milliseconds.Count, 9}{calls.Refused, 10}{calls.Percentile(0.5), 10:0.0}{calls.Percentile(0.99), 10:0.0}{calls.Milliseconds[^1], 11:0.0}   {answered}"
            )
        );
}
