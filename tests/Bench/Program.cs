using Platform.Bench;
using Platform.Bench.BareYarp;
using Platform.Bench.Listening;
using Platform.Bench.Load;
using Platform.Bench.Measuring;
using Platform.Bench.Others;
using Platform.Bench.Proof;
using Platform.Bench.Routing;
using Platform.Bench.Running;
using Platform.Bench.SignIns;
using Platform.Bench.Streams;
using Platform.Bench.UsagePages;
using Platform.Bench.Ways;

if (args is [BareYarpServer.Mode, var upstream])
    return await BareYarpServer.RunAsync(upstream);
if (!BenchOptions.TryParse(args, out var options, out var problem))
{
    Console.Error.WriteLine(problem);
    return 2;
}

if (options.Listening)
{
    await ListeningBench.RunAsync(options);
    return 0;
}

if (options.UsagePages)
{
    await UsagePagesBench.RunAsync(options);
    return 0;
}

if (options.SignIns)
{
    await SignInBench.RunAsync(options);
    return 0;
}

Console.WriteLine($"Starting the platform; then about {options.Length.TotalSeconds:0} s of measuring. {options}");
await using var platform = await RunningPlatform.StartAsync();
await using var yarp = await BareYarpProcess.StartAsync(platform.Upstream);
var payers = await Payers.RegisterAsync(platform);
if (options.Streams)
    return await StreamBench.RunAsync(platform, payers) ? 0 : 1;
using var generator = new LoadGenerator();
var backlog = await Backlog.ConnectAsync(platform);
if (options.Accounting)
    Report.Print(await new Rounds(generator, backlog, options).MeasureAsync(Variant.All(platform, yarp, payers)));
if (options.Protocols)
    WayReport.Print(await new WayRounds(generator, backlog, options).MeasureAsync(Destination.All(platform, yarp, payers)));
if (options.Routing)
    await new RoutingBench(generator, backlog, options).RunAsync(platform, Variant.All(platform, yarp, payers).Gateway);
if (options.Others.Count > 0)
{
    var others = await OtherProxy.StartAsync(options.Others, platform.Upstream);
    try
    {
        var variants = OtherRounds.Variants(Variant.All(platform, yarp, payers), others);
        OtherRounds.Print(await new OtherRounds(generator, backlog, options).MeasureAsync(variants));
    }
    finally
    {
        foreach (var other in others)
            await other.DisposeAsync();
    }
}

return await MoneyCheck.HoldsAsync(platform) ? 0 : 1;
