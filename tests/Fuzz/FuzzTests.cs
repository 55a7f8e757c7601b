using System.Globalization;
using Platform.Tests.Fuzz.Targets;
using Xunit;
using Xunit.Abstractions;

namespace Platform.Tests.Fuzz;

/// <summary>
/// Nothing a client sends and nothing an upstream says is lost, free or fatal. All targets together take a minute, or as many as
/// <c>FUZZ_MINUTES</c> says.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private static readonly FuzzTarget[] All =
    [
        .. RequestTargets.All,
        .. AnswerTargets.All,
        .. StreamTargets.All,
        .. TranslationTargets.All,
    ];

    private static TimeSpan Time { get; } =
        TimeSpan.FromMinutes(
            double.TryParse(
                Environment.GetEnvironmentVariable("FUZZ_MINUTES"),
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var minutes
            )
                ? minutes
                : 1
        );

    public static TheoryData<string> Names { get; } = [.. All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Whatever_is_read(string name)
    {
        var target = All.Single(target => target.Name == name);
        Assert.NotEmpty(target.Seeds);
        var runs = Fuzzer.Run(target, Time / All.Length);
        output.WriteLine($"{name}: {runs.ToString("N0", CultureInfo.InvariantCulture)} bodies");
    }
}
