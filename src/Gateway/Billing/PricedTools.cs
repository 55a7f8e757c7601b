using System.Globalization;
using System.Text;
using System.Text.Json;
using Platform.Contracts;
using Platform.Gateway.Metering;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Billing;

/// <summary>
/// The hosted tools that a request offers and that have a price on its route. The provider is told how often it may call them, so that
/// credit can be held for all of their calls.
/// </summary>
internal static class PricedTools
{
    private const string TotalMember = "max_tool_calls";
    private const string UsesMember = "max_uses";

    /// <summary>The tools that are offered, each with the most calls that this request allows; null where none is.</summary>
    public static IReadOnlyList<ToolPrice>? Asked(Protocol protocol, InferenceRequest request, Price listed)
    {
        if (listed.Tools is null || request.HostedTools.Count == 0 || !IsBounded(protocol))
            return null;
        var asked = listed.Tools.Where(price => request.HostedTools.Any(tool => Is(tool.Type, price))).ToList();
        if (asked.Count == 0)
            return null;
        var total = request.PricedAt(TotalMember) is { } at ? request.Body.Span[at] : default;
        var most = Least(total, asked.Max(price => price.MaxCalls));
        return [.. asked.Select(price => price with { MaxCalls = protocol == Protocol.Responses ? most : Uses(request, price) })];
    }

    public static bool Has(IReadOnlyList<ToolPrice>? asked, string type) => asked is not null && asked.Any(price => Is(type, price));

    /// <summary>They tell the provider the most calls.</summary>
    public static IEnumerable<Splice> Bounds(Protocol protocol, InferenceRequest request, IReadOnlyList<ToolPrice>? asked)
    {
        if (asked is null)
            return [];
        if (protocol == Protocol.Responses)
            return [Total(request, asked[0].MaxCalls)];
        return request.HostedTools.SelectMany(tool =>
            asked.FirstOrDefault(price => Is(tool.Type, price)) is { } price
                ? Uses(request.Body.Span, tool, price.MaxCalls / Count(request, price))
                : []
        );
    }

    /// <summary>The calls in an answer, at most as many as are held; null where there is none.</summary>
    public static IReadOnlyList<ToolCalls>? Called(IReadOnlyList<ToolPrice>? held, AnswerMeter meter)
    {
        if (held is null || meter.Calls is not { } calls)
            return null;
        var called = held.Select(price => new ToolCalls(price.Tool, Math.Min(calls.Of(price.Tool), price.MaxCalls), price.PerCall))
            .Where(each => each.Calls > 0)
            .ToList();
        return called.Count > 0 ? called : null;
    }

    /// <summary>All calls that are held.</summary>
    public static Money Cost(IReadOnlyList<ToolPrice>? held) =>
        held is null ? Money.Zero : ToolCalls.Cost([.. held.Select(price => new ToolCalls(price.Tool, price.MaxCalls, price.PerCall))]);

    /// <summary>The protocols that can say how often a tool may be called.</summary>
    private static bool IsBounded(Protocol protocol) => protocol == Protocol.Responses || protocol == Protocol.Messages;

    /// <summary>OpenAI's earlier name is still in use.</summary>
    private static bool Is(string type, ToolPrice price) =>
        HostedTool.KindOf(type) is var kind && (kind == price.Tool || kind == price.Tool + "_preview");

    /// <summary>In Messages each tool says it, in Responses the request says it of all tools together.</summary>
    private static int Uses(InferenceRequest request, ToolPrice price)
    {
        var most = 1;
        foreach (var tool in request.HostedTools)
            if (Is(tool.Type, price))
                most = Math.Max(most, UsesOf(request.Body.Span[tool.At], price.MaxCalls));
        return most * Count(request, price);
    }

    private static int Count(InferenceRequest request, ToolPrice price) => request.HostedTools.Count(tool => Is(tool.Type, price));

    private static Splice Total(InferenceRequest request, int most) =>
        request.PricedAt(TotalMember) is { } at
            ? new Splice(at, Encoding.UTF8.GetBytes(Text(most)))
            : new Splice(request.FirstMemberAt..request.FirstMemberAt, Encoding.UTF8.GetBytes($"\"{TotalMember}\":{Text(most)},"));

    private static List<Splice> Uses(ReadOnlySpan<byte> body, HostedTool tool, int most)
    {
        var splices = JsonList.Without(body, tool.At, static (name, _) => name == UsesMember, out _);
        var first = tool.At.Start.Value + 1;
        splices.Add(new Splice(first..first, Encoding.UTF8.GetBytes($"\"{UsesMember}\":{Text(most)},")));
        return splices;
    }

    private static int UsesOf(ReadOnlySpan<byte> tool, int most)
    {
        var json = new Utf8JsonReader(tool, new JsonReaderOptions { MaxDepth = 256 });
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = JsonText.Is(ref json, "max_uses"u8);
            json.Read();
            if (isIt && json.TokenType == JsonTokenType.Number)
                most = Least(json.ValueSpan, most);
            json.Skip();
        }

        return most;
    }

    /// <summary>A number that is none does not limit.</summary>
    private static int Least(ReadOnlySpan<byte> number, int most) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? Math.Clamp(asked, 1, most) : most;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
