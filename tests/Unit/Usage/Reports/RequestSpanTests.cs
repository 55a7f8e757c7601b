using Platform.Usage.Reports;
using Xunit;

namespace Platform.Tests.Unit.Usage.Reports;

public sealed class RequestSpanTests
{
    [Fact]
    public void A_request_id_of_ours_started_within_a_day_of_its_time()
    {
        var made = new DateTime(2026, 1, 31, 12, 0, 0, DateTimeKind.Utc);

        Assert.Equal(new RequestSpan(made.AddDays(-1), made.AddDays(1)), RequestSpan.For("req_" + Guid.CreateVersion7(made).ToString("N")));
    }

    [Theory]
    [InlineData("spoilt")]
    [InlineData("req_spoilt")]
    [InlineData("req_019aa00000004000800000000000de30")]
    [InlineData("req_ffffffffffff7000800000000000de30")]
    public void Any_other_id_may_have_started_any_time(string id)
    {
        Assert.Equal(new RequestSpan(DateTime.MinValue, DateTime.MaxValue), RequestSpan.For(id));
        Assert.Equal(DateTimeKind.Utc, RequestSpan.For(id).To.Kind);
    }
}
