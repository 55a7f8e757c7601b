using Platform.Contracts;
using Platform.Usage.Reports;
using Xunit;

namespace Platform.Tests.Unit.Usage.Reports;

public sealed class MeasuredFoldTests
{
    private static readonly DateOnly Today = new(2026, 11, 29);
    private static readonly RouteName First = new("primary", "m-1"),
        Second = new("backup", "m-1");

    [Fact]
    public void A_request_that_a_second_route_answers_is_a_success_of_the_model_and_a_failure_of_the_first_route()
    {
        var model = Assert.Single(
            Fold(Day(First, requests: 40, attempts: 40, completed: 30), Day(Second, requests: 0, attempts: 10, completed: 10))
        );
        Assert.Equal(1, model.Figures.Overall);
        Assert.Equal([("backup", null), ("primary", (double?)0.75)], model.Routes.Select(route => (route.Upstream, route.Figures.Overall)));
    }

    [Fact]
    public void A_figure_that_few_requests_stand_behind_is_left_out()
    {
        var model = Assert.Single(Fold(Day(First, 19, 19, 19), Day(First, 21, 21, 10) with { Day = Today.AddDays(-1) }));
        Assert.Equal(Measured.Days, model.Figures.Days.Count);
        Assert.Equal([0.476, null], model.Figures.Days.TakeLast(2));
        Assert.All(model.Figures.Days.SkipLast(2), Assert.Null);
        Assert.Equal(0.725, model.Figures.Overall);
        Assert.Null(model.Figures.Lately);
        Assert.Null(model.Figures.FirstByteMs);
    }

    [Fact]
    public void The_last_hours_are_counted_by_themselves()
    {
        var model = Assert.Single(Fold(Day(First, 100, 100, 100), Day(First, 20, 20, 10) with { Lately = true }));
        Assert.Equal((0.5, 1), (model.Figures.Lately, model.Figures.Overall));
    }

    [Fact]
    public void The_median_is_of_all_routes_of_the_model_and_of_each_route()
    {
        RouteStep[] steps = [new("m", First, 48, 30), new("m", First, 60, 5), new("m", Second, 70, 40), new("other", First, 1, 900)];
        var model = Assert.Single(new MeasuredFold(20, Today).Models([Day(First, 50, 50, 50), Day(Second, 50, 50, 50)], steps));
        Assert.Equal(790, model.Figures.FirstByteMs);
        Assert.Equal([790, 97], model.Routes.Select(route => route.Figures.FirstByteMs));
    }

    private static IReadOnlyList<MeasuredModel> Fold(params RouteDay[] days) => new MeasuredFold(20, Today).Models(days, []);

    private static RouteDay Day(RouteName route, long requests, long attempts, long completed) =>
        new("m", route, Today, Lately: false, requests, attempts, completed);
}
