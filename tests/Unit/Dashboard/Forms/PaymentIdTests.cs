using Platform.Dashboard.Forms;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Forms;

public sealed class PaymentIdTests
{
    [Fact]
    public void Every_form_has_its_own()
    {
        var ids = Enumerable.Range(0, 100).Select(_ => PaymentId.Fresh(TimeProvider.System)).ToArray();
        Assert.Distinct(ids);
        Assert.All(ids, id => Assert.True(PaymentId.IsValid(id)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sandbox-")]
    [InlineData("019aa00000007000800000000000de30")]
    [InlineData("sandbox-019aa000-0000-7000-8000-00000000de30")]
    [InlineData("sandbox-019aa00000007000800000000000de30'")]
    public void Anything_else_is_refused(string? text) => Assert.False(PaymentId.IsValid(text));
}
