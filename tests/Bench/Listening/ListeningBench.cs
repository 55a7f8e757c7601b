using System.Globalization;
using Platform.Bench.Load;
using Platform.Bench.Measuring;
using Platform.Bench.Running;
using Platform.Bench.UsagePages;

namespace Platform.Bench.Listening;

/// <summary>
/// The ordinary path by turns without and with refusals that are reported and pages that listen. Each pair is taken right after one another,
/// the first of them by turns as well, so that a machine that becomes slower favours neither.
/// </summary>
internal static class ListeningBench
{
    public static async Task RunAsync(BenchOptions options)
    {
        await using var platform = await RunningPlatform.StartAsync();
        await platform.HealthyAsync("dashboard");
        var keys = await Payers.RegisterAsync(platform);
        var backlog = await Backlog.ConnectAsync(platform);
        using var browser = await SignedInBrowser.OpenAsync(platform, Payers.Email(0), Payers.Password);
        using var disturbance = new Disturbance(platform, keys[0], browser);
        using var generator = new LoadGenerator();
        // Those of the disturbed account are others, whose rate and credit are their own.
        var target = new Target(platform.Gateway, Question.Chat, Variant.GatewayModel(Question.Chat), [.. keys.Skip(1)]);
        await generator.RunAsync(target, stream: false, options.Levels.Max(), options.WarmUp);
        await backlog.PostedAsync();

        Console.WriteLine(
            "at once   requests/s: quiet   disturbed   ratio   p50, ms: quiet   disturbed   p99, ms: quiet   disturbed   refused"
        );
        foreach (var level in options.Levels)
        {
            var pairs = new List<(Window Quiet, Window Disturbed)>();
            var refused = 0;
            for (var round = 0; round < options.Rounds; round++)
            {
                Window? quiet = null;
                if (round % 2 == 0)
                    quiet = await MeasureAsync();
                var running = generator.RunAsync(target, stream: false, level, options.Window);
                refused += await disturbance.DuringAsync(running);
                var disturbed = await running;
                await backlog.PostedAsync();
                pairs.Add((quiet ?? await MeasureAsync(), disturbed));
            }

            Print(level, pairs, refused);

            async Task<Window> MeasureAsync()
            {
                var window = await generator.RunAsync(target, stream: false, level, options.Window);
                await backlog.PostedAsync();
                return window;
            }
        }
    }

    private static void Print(int level, List<(Window Quiet, Window Disturbed)> pairs, int refused)
    {
        double Of(Func<(Window Quiet, Window Disturbed), double> value) => Median.Of(pairs.Select(value));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{level, 7}{Of(pair => pair.Quiet.PerSecond), 20:N0}{Of(pair => pair.Disturbed.PerSecond), 12:N0}"
            )
                + string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Of(pair => pair.Disturbed.PerSecond / pair.Quiet.PerSecond), 8:0.00}{Of(pair => pair.Quiet.Percentile(0.5)), 17:0.00}"
                )
                + string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Of(pair => pair.Disturbed.Percentile(0.5)), 12:0.00}{Of(pair => pair.Quiet.Percentile(0.99)), 17:0.00}"
                )
                + string.Create(CultureInfo.InvariantCulture, $"{Of(pair => pair.Disturbed.Percentile(0.99)), 12:0.00}{refused, 10}")
        );
    }
}
