using System.Text;
using System.Text.Json;
using Platform.FakeUpstream.Answers;
using Xunit;

namespace Platform.Tests.Unit.FakeUpstream.Answers;

public sealed class SchemaExampleTests
{
    [Theory]
    [InlineData("""{}""", """{}""")]
    [InlineData("""{"type":"object"}""", """{}""")]
    [InlineData("""{"properties":{"city":{"type":"string"}}}""", """{"city":"city"}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer"}},"required":["b"]}""", """{"b":1}""")]
    [InlineData(
        """{"type":"object","properties":{"a":{"type":"boolean"},"b":{"type":"number"},"c":{"type":"null"}}}""",
        """{"a":true,"b":1,"c":null}"""
    )]
    [InlineData("""{"type":"array","items":{"type":"integer"}}""", """[1]""")]
    public void Types_have_their_plainest_values(string schema, string expected) => Makes(schema, expected);

    [Theory]
    [InlineData("""{"enum":["celsius","fahrenheit"]}""", "\"celsius\"")]
    [InlineData("""{"const":{"a":1}}""", """{"a":1}""")]
    [InlineData("""{"type":"string","default":"usual"}""", "\"usual\"")]
    [InlineData("""{"type":"string","format":"date"}""", "\"2025-01-01\"")]
    [InlineData("""{"type":"string","minLength":8}""", "\"valuexxx\"")]
    [InlineData("""{"type":"string","maxLength":3}""", "\"val\"")]
    [InlineData("""{"type":["null","string"]}""", "\"value\"")]
    [InlineData("""{"anyOf":[{"type":"null"},{"type":"integer"}]}""", "1")]
    public void A_wish_of_the_schema_is_met(string schema, string expected) => Makes(schema, expected);

    [Theory]
    [InlineData("""{"type":"integer","minimum":5}""", "5")]
    [InlineData("""{"type":"integer","maximum":0}""", "0")]
    [InlineData("""{"type":"integer","exclusiveMinimum":5}""", "6")]
    [InlineData("""{"type":"integer","multipleOf":7}""", "7")]
    [InlineData("""{"type":"number","exclusiveMinimum":2,"maximum":3}""", "2.5")]
    [InlineData("""{"type":"integer","minimum":-9,"maximum":-3}""", "-3")]
    public void Numbers_keep_their_limits(string schema, string expected) => Makes(schema, expected);

    [Theory]
    [InlineData("""{"type":"array","minItems":2,"items":{"type":"boolean"}}""", "[true,true]")]
    [InlineData("""{"type":"array","maxItems":0,"items":{"type":"boolean"}}""", "[]")]
    [InlineData("""{"type":"array","prefixItems":[{"type":"integer"},{"type":"string"}]}""", """[1,"value"]""")]
    public void Arrays_are_as_short_as_allowed(string schema, string expected) => Makes(schema, expected);

    [Fact]
    public void Nested_objects_and_references_are_followed() =>
        Makes(
            """
            {"type":"object","required":["place"],"properties":{"place":{"$ref":"#/$defs/place"}},
             "$defs":{"place":{"type":"object","required":["name","at"],"properties":{"name":{"type":"string"},"note":{"type":"string"},
              "at":{"type":"array","items":{"type":"object","properties":{"lat":{"type":"number"},"lon":{"type":"number"}}}}}}}}
            """,
            """{"place":{"name":"name","at":[{"lat":1,"lon":1}]}}"""
        );

    [Fact]
    public void A_schema_that_contains_itself_ends() =>
        Assert.Contains(
            "null",
            Example("""{"type":"object","required":["next"],"properties":{"next":{"$ref":"#"}}}"""),
            StringComparison.Ordinal
        );

    [Fact]
    public void No_schema_is_an_empty_object() => Assert.Equal("{}", Encoding.UTF8.GetString(SchemaExample.For(default).Span));

    private static void Makes(string schema, string expected) => Assert.Equal(expected, Example(schema));

    private static string Example(string schema)
    {
        using var json = JsonDocument.Parse(schema);
        return Encoding.UTF8.GetString(SchemaExample.For(json.RootElement).Span);
    }
}
