using Aspire.Hosting.ApplicationModel;
using Xunit;

namespace Platform.Tests.Unit.Polyfills;

public sealed class ReferenceExpressionTests
{
    private static readonly ParameterResource Braces = new("braces", _ => "a{0}b}");

    [Fact]
    public async Task Holes_are_filled_when_asked()
    {
        var expression = ReferenceExpression.Create($"Host={"localhost"};Password={Braces}");
        Assert.Equal("Host=localhost;Password={0}", expression.Format);
        Assert.Equal("Host=localhost;Password=a{0}b}", await expression.GetValueAsync(default));
    }

    [Fact]
    public async Task Braces_of_the_text_itself_stay()
    {
        Assert.Equal("{x} a{0}b} {", await ReferenceExpression.Create($"{"{x}"} {Braces} {{").GetValueAsync(default));
    }

    [Fact]
    public async Task Uri_format_escapes()
    {
        var parameter = new ParameterResource("p", _ => "p@ss/word");
        Assert.Equal("redis://:p%40ss%2Fword@host", await ReferenceExpression.Create($"redis://:{parameter:uri}@host").GetValueAsync(default));
    }

    [Fact]
    public async Task Expressions_nest()
    {
        var inner = ReferenceExpression.Create($"<{Braces}>");
        Assert.Equal("[<a{0}b}>]", await ReferenceExpression.Create($"[{inner}]").GetValueAsync(default));
    }

    [Fact]
    public async Task Empty_has_no_value() => Assert.Null(await ReferenceExpression.Empty.GetValueAsync(default));

    [Fact]
    public async Task Builder_puts_parts_in_order()
    {
        var (one, two) = (new ParameterResource("one", _ => "1"), new ParameterResource("two", _ => "t w o"));
        var builder = new ReferenceExpressionBuilder();
        Assert.True(builder.IsEmpty);
        builder.Append($"a={one},");
        builder.AppendLiteral("{literal}");
        builder.Append($",b={two:uri}");
        Assert.False(builder.IsEmpty);
        Assert.Equal("a=1,{literal},b=t%20w%20o", await builder.Build().GetValueAsync(default));
    }
}
