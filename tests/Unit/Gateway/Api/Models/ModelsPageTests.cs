using Platform.Contracts;
using Platform.Gateway.Api.Models;
using Platform.Gateway.Errors;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Api.Models;

public sealed class ModelsPageTests
{
    /// <summary>m1 is the oldest, m5 the newest.</summary>
    private static readonly Model[] Five = [.. Enumerable.Range(1, 5).Select(day => Model("m" + day, day))];

    private static Model Model(string id, int day) =>
        new(id, "somebody", new DateTimeOffset(2025, 1, day, 0, 0, 0, TimeSpan.Zero), 8_000, 1_000, []);

    private static StepResult<ModelsPage> Turn(string query, Model[]? models = null) =>
        ModelsPage.From(new QueryCollection(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query)), models ?? Five);

    [Theory]
    [InlineData("", "m5 m4 m3 m2 m1", false)]
    [InlineData("?limit=2", "m5 m4", true)]
    [InlineData("?limit=5", "m5 m4 m3 m2 m1", false)]
    [InlineData("?limit=1000", "m5 m4 m3 m2 m1", false)]
    [InlineData("?limit=2&after_id=m4", "m3 m2", true)]
    [InlineData("?limit=2&after_id=m3", "m2 m1", false)]
    [InlineData("?after_id=m1", "", false)]
    [InlineData("?limit=2&before_id=m2", "m4 m3", true)]
    [InlineData("?limit=2&before_id=m3", "m5 m4", false)]
    [InlineData("?before_id=m5", "", false)]
    public void A_page_is_what_lies_next_to_its_cursor_newest_first(string query, string ids, bool hasMore)
    {
        var page = Turn(query).Value!;
        Assert.Equal((ids, hasMore), (string.Join(' ', page.Models.Select(model => model.Id)), page.HasMore));
    }

    [Fact]
    public void Twenty_are_listed_unless_another_limit_is_named()
    {
        var page = Turn("", [.. Enumerable.Range(1, 21).Select(day => Model("m" + day, day))]).Value!;
        Assert.Equal((20, true), (page.Models.Count, page.HasMore));
    }

    [Theory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=1001", "limit")]
    [InlineData("?limit=-1", "limit")]
    [InlineData("?limit=ten", "limit")]
    [InlineData("?limit=", "limit")]
    [InlineData("?after_id=gone", "after_id")]
    [InlineData("?before_id=gone", "before_id")]
    [InlineData("?before_id=m1&after_id=m2", "before_id")]
    public void A_bad_value_is_refused_by_its_name(string query, string name)
    {
        var error = Turn(query).Error!;
        Assert.Equal((400, "invalid_request_error", name), (error.Status, error.Code, error.Param));
        Assert.StartsWith(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_is_written_as_Anthropic_does()
    {
        var http = new DefaultHttpContext();
        http.Response.Body = new MemoryStream();
        await ModelsAnswer.WritePageAsync(http.Response, new ModelsPage(Five[..1], HasMore: true));
        Assert.Equal(
            """{"data":[{"type":"model","id":"m1","display_name":"m1","created_at":"2025-01-01T00:00:00Z","max_input_tokens":8000,"max_tokens":1000,"capabilities":null}],"has_more":true,"first_id":"m1","last_id":"m1"}""",
            System.Text.Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray())
        );
    }

    [Fact]
    public async Task An_empty_page_has_no_ids()
    {
        var http = new DefaultHttpContext();
        http.Response.Body = new MemoryStream();
        await ModelsAnswer.WritePageAsync(http.Response, new ModelsPage([], HasMore: false));
        Assert.Equal(
            """{"data":[],"has_more":false,"first_id":null,"last_id":null}""",
            System.Text.Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray())
        );
    }
}
