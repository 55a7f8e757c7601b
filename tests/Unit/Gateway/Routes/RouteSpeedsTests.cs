using Platform.Contracts;
using Platform.Gateway.Routes;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Routes;

public sealed class RouteSpeedsTests
{
    private static readonly ModelRoute Route = Choices.Route("a");

    private static RouteSpeeds After(params double[] seconds)
    {
        var speeds = new RouteSpeeds();
        foreach (var each in seconds)
            speeds.Note(Route, TimeSpan.FromSeconds(each));
        return speeds;
    }

    [Fact]
    public void A_few_samples_say_nothing()
    {
        var speeds = After([.. Enumerable.Repeat(30.0, 7)]);
        Assert.Null(speeds.Of(Route));
        Assert.Equal(1, speeds.Factor(Route, 1));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1.9, 1)]
    [InlineData(2.1, 0.5)]
    [InlineData(4.1, 0.25)]
    [InlineData(100, 0.125)]
    public void Each_doubling_halves_the_weight(double times, double factor) =>
        Assert.Equal(factor, After([.. Enumerable.Repeat(times, 20)]).Factor(Route, 1));

    [Fact]
    public void What_nobody_notices_is_no_difference() => Assert.Equal(1, After([.. Enumerable.Repeat(0.19, 20)]).Factor(Route, 0.2));

    /// <summary>Around the border of a step the weight stays as it is.</summary>
    [Fact]
    public void A_step_is_left_only_well_beyond_its_border()
    {
        var speeds = After([.. Enumerable.Repeat(2.1, 20)]);
        Assert.Equal(0.5, speeds.Factor(Route, 1));
        Note(1.9);
        Assert.Equal(0.5, speeds.Factor(Route, 1));
        Note(1.5);
        Assert.Equal(0.5, speeds.Factor(Route, 1));
        Note(1.3);
        Assert.Equal(1, speeds.Factor(Route, 1));
        Note(1.9);
        Assert.Equal(1, speeds.Factor(Route, 1));

        void Note(double seconds)
        {
            for (var sample = 0; sample < 100; sample++)
                speeds.Note(Route, TimeSpan.FromSeconds(seconds));
        }
    }

    [Fact]
    public void The_latest_count_most()
    {
        var speeds = After([.. Enumerable.Repeat(8.0, 50)]);
        for (var sample = 0; sample < 50; sample++)
            speeds.Note(Route, TimeSpan.FromSeconds(1));
        Assert.Equal(1, speeds.Of(Route)!.Value, 0.1);
    }
}
