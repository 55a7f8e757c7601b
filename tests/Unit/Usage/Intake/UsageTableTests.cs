using System.Text.Json;
using Platform.Usage.Intake;
using Xunit;

namespace Platform.Tests.Unit.Usage.Intake;

public sealed class UsageTableTests
{
    [Fact]
    public void Every_property_of_a_row_has_its_column() =>
        Assert.Equal(
            string.Join(
                ", ",
                typeof(UsageRow).GetProperties().Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name))
            ),
            UsageTable.Columns
        );
}
