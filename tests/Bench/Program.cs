using Platform.Bench;
using Platform.Bench.BareYarp;
using Platform.Bench.Load;
using Platform.Bench.Measuring;
using Platform.Bench.Proof;
using Platform.Bench.Running;

if (args is [BareYarpServer.Mode, var upstream])
    return await BareYarpServer.RunAsync(upstream);
if (!BenchOptions.TryParse(args, out var options, out var problem))
{
    Console.Error.WriteLine(problem);
    return 2;
}

Console.WriteLine($"Starting the platform; then about {options.Length.TotalSeconds:0} s of measuring. {options}");
await using var platform = await RunningPlatform.StartAsync();
await using var yarp = await BareYarpProcess.StartAsync(platform.Upstream);
var payers = await Payers.RegisterAsync(platform);
var variants = Variant.All(platform, yarp, payers);

using var generator = new LoadGenerator();
var rounds = new Rounds(generator, await Backlog.ConnectAsync(platform), options);
await rounds.WarmUpAsync(variants);
var cells = await rounds.MeasureAsync(variants);

Report.Print(cells);
return await MoneyCheck.HoldsAsync(platform) ? 0 : 1;
