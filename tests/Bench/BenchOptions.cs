using System.Globalization;
using Platform.Bench.Others;
using Platform.Bench.Routing;
using Platform.Bench.Ways;

namespace Platform.Bench;

/// <summary>What the command line says.</summary>
public sealed record BenchOptions
{
    public const string Usage = """
        dotnet run -c Release --project tests/Bench -- [--seconds S] [--rounds N] [--levels A,B,..] [--warmup S] [--only T]
          --seconds  how long each measurement lasts, 0.1 to 60       (3)
          --rounds   how often all of them are taken, 1 to 100        (3)
          --levels   requests at once for accounting, 1 to 1000 each  (1,8,64,128)
          --warmup   seconds for each variant before the first, 0-300 (8)
          --only     one of the two tables: accounting, protocols     (both)
                     or sign-ins: what a paying client notices of fifty sign-ins at once
                     or usage-pages: the pages of an account with millions of records
                     or listening: what an ordinary request notices of refusals and of pages that listen
                     or streams: the gateway's memory and CPU with a thousand streams at once
                     or routing: what the choice among routes and all limits cost
                     or others: only those of --with
          --records  how many records, 1000 to 100000000              (5000000)
          --with     others to compare with, in a table of its own: nginx, portkey
        """;

    public TimeSpan Window { get; private init; } = TimeSpan.FromSeconds(3);

    public int Rounds { get; private init; } = 3;

    public IReadOnlyList<int> Levels { get; private init; } = [1, 8, 64, 128];

    /// <summary>Of each variant.</summary>
    public TimeSpan WarmUp { get; private init; } = TimeSpan.FromSeconds(8);

    /// <summary>Whether to measure what full accounting costs.</summary>
    public bool Accounting { get; private init; } = true;

    /// <summary>Whether to measure what each protocol costs.</summary>
    public bool Protocols { get; private init; } = true;

    /// <summary>Whether to measure what a paying client notices of sign-ins, and nothing else.</summary>
    public bool SignIns { get; private init; }

    /// <summary>Whether to measure what refusals and listening pages cost an ordinary request, and nothing else.</summary>
    public bool Listening { get; private init; }

    /// <summary>Whether to measure the pages of an account with many records, and nothing else.</summary>
    public bool UsagePages { get; private init; }

    public int Records { get; private init; } = 5_000_000;

    /// <summary>Whether to measure what open streams cost, and nothing else.</summary>
    public bool Streams { get; private init; }

    /// <summary>Whether to measure what routes and limits cost.</summary>
    public bool Routing { get; private init; }

    /// <summary>Other proxies to compare with.</summary>
    public IReadOnlyList<string> Others { get; private init; } = [];

    /// <summary>Three variants, whole and streamed, at every level; without the start and what is posted late.</summary>
    private TimeSpan AccountingLength => 3 * WarmUp + Rounds * Levels.Count * 2 * 3 * Window;

    /// <summary>Of all that is measured.</summary>
    public TimeSpan Length =>
        (Accounting ? AccountingLength : TimeSpan.Zero)
        + (Protocols ? WayRounds.Length(this) : TimeSpan.Zero)
        + (Routing ? RoutingBench.Length(this) : TimeSpan.Zero)
        + (Others.Count > 0 ? OtherRounds.Length(this) : TimeSpan.Zero);

    /// <summary>False with a <paramref name="problem"/> that names the option and how to write it.</summary>
    public static bool TryParse(IReadOnlyList<string> args, out BenchOptions options, out string? problem)
    {
        (options, problem) = (new BenchOptions(), null);
        for (var i = 0; i < args.Count && problem is null; i += 2)
            (options, problem) = options.With(args[i], i + 1 < args.Count ? args[i + 1] : "");
        problem = problem is null ? null : $"{problem}\n{Usage}";
        return problem is null;
    }

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Rounds} rounds{(Accounting ? $" of {Window.TotalSeconds:0.##} s at {string.Join(", ", Levels)} at once" : "")}."
        );

    private (BenchOptions Options, string? Problem) With(string name, string value) =>
        name switch
        {
            "--seconds" => Number(value, 0.1, 60) is { } seconds
                ? (this with { Window = TimeSpan.FromSeconds(seconds) }, null)
                : Wrong("--seconds takes a number from 0.1 to 60"),
            "--rounds" => Whole(value, 1, 100) is { } rounds
                ? (this with { Rounds = rounds }, null)
                : Wrong("--rounds takes a whole number from 1 to 100"),
            "--levels" => value.Split(',').Select(level => Whole(level, 1, 1000)).ToArray() is var levels
            && levels.All(level => level is not null)
                ? (this with { Levels = [.. levels.Select(level => level!.Value)] }, null)
                : Wrong("--levels takes whole numbers from 1 to 1000 with commas between, for example 1,8,32"),
            "--warmup" => Number(value, 0, 300) is { } warmUp
                ? (this with { WarmUp = TimeSpan.FromSeconds(warmUp) }, null)
                : Wrong("--warmup takes a number from 0 to 300"),
            "--only" => value
                is "accounting"
                    or "protocols"
                    or "sign-ins"
                    or "usage-pages"
                    or "listening"
                    or "streams"
                    or "routing"
                    or "others"
                ? (
                    this with
                    {
                        Accounting = value == "accounting",
                        Protocols = value == "protocols",
                        SignIns = value == "sign-ins",
                        UsagePages = value == "usage-pages",
                        Listening = value == "listening",
                        Streams = value == "streams",
                        Routing = value == "routing",
                    },
                    null
                )
                : Wrong("--only takes accounting, protocols, sign-ins, usage-pages, listening, streams, routing or others"),
            "--records" => Whole(value, 1_000, 100_000_000) is { } records
                ? (this with { Records = records }, null)
                : Wrong("--records takes a whole number from 1000 to 100000000"),
            "--with" => value.Split(',') is var others && others.All(other => other is "nginx" or "portkey")
                ? (this with { Others = others }, null)
                : Wrong("--with takes nginx and portkey, with a comma between"),
            _ => Wrong($"There is no option {name}"),
        };

    private (BenchOptions Options, string? Problem) Wrong(string problem) => (this, problem + ".");

    private static double? Number(string text, double least, double most) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && number >= least
        && number <= most
            ? number
            : null;

    private static int? Whole(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : null;
}
