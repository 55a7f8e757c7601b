using System.Text.Json;
using Platform.Usage.Payments.Webhooks;
using Platform.Usage.Reconciliation;
using Platform.Usage.Reports;
using Xunit;

namespace Platform.Tests.Unit.Usage;

/// <summary>Names in answers that clients depend on, and that differ from the names in the code.</summary>
public sealed class WireNamesTests
{
    [Fact]
    public void Report_counts_its_inspections_as_looks() =>
        Assert.Equal(3, Json(new Report(default, 3, [], new Dictionary<string, long>())).GetProperty("looks").GetInt32());

    [Fact]
    public void Totals_have_attemptsBooked() =>
        Assert.Equal(7, Json(new TotalsView { AttemptsPosted = 7 }).GetProperty("attemptsBooked").GetInt64());

    [Fact]
    public void Webhook_whose_event_is_posted_is_Booked() => Assert.Equal("Booked", IntakeResult.Booked.ToString());

    private static JsonElement Json<T>(T answer) => JsonSerializer.SerializeToElement(answer, JsonSerializerOptions.Web);
}
