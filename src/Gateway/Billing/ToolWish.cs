using System.Runtime.InteropServices;
using System.Text.Json;
using Platform.Contracts;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Billing;

/// <summary>What <c>tool_choice</c> demands, in a request some of whose tools are left out.</summary>
/// <param name="Forced">The tool that it demands and that is left out.</param>
/// <param name="Splices">They take the tools that are left out from the choice as well.</param>
internal sealed record ToolWish(string? Forced, IReadOnlyList<Splice> Splices)
{
    private static readonly ToolWish Free = new(null, []);
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };

    /// <param name="leftOut">The tools that are left out.</param>
    /// <param name="left">How many tools stay.</param>
    /// <param name="priced">Hosted tools that stay.</param>
    public static ToolWish Read(InferenceRequest request, IReadOnlyList<HostedTool> leftOut, int left, IReadOnlyList<ToolPrice>? priced)
    {
        if (request.PricedAt("tool_choice") is not { } at)
            return Free;
        using var document = JsonDocument.Parse(request.Body[at], Deep);
        var choice = document.RootElement;
        var mode = JsonText.Of(choice);
        var type = mode ?? JsonText.Of(choice, "type");
        return type switch
        {
            null or "auto" or "none" => Free,
            "required" or "any" => left == 0 ? Demands(leftOut.Count > 0 ? leftOut[0].Type : null) : Free,
            "tool" => Demands(leftOut.FirstOrDefault(tool => tool.Name == JsonText.Of(choice, "name"))?.Type),
            "allowed_tools" => ReadAllowed(request, choice, at, priced),
            _ => mode is not null || Stays(type, priced) ? Free : Demands(type),
        };
    }

    private static bool Stays(string type, IReadOnlyList<ToolPrice>? priced) => HostedTool.IsFree(type) || PricedTools.Has(priced, type);

    private static ToolWish ReadAllowed(InferenceRequest request, JsonElement choice, Range at, IReadOnlyList<ToolPrice>? priced)
    {
        var allowed = choice.TryGetProperty("allowed_tools", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : choice;
        if (!allowed.TryGetProperty("tools", out var tools) || tools.ValueKind != JsonValueKind.Array)
            return Free;
        var hosted = tools.EnumerateArray().Select(tool => JsonText.Of(tool, "type") is { } type && !Stays(type, priced)).ToArray();
        if (!hosted.Contains(true))
            return Free;
        if (hosted.Contains(false))
            return new ToolWish(null, Without(request.Body.Span, tools, hosted));
        return JsonText.Of(allowed, "mode") == "required"
            ? Demands(JsonText.Of(tools[0], "type"))
            : new ToolWish(null, [new Splice(at, "\"none\""u8.ToArray())]);
    }

    private static List<Splice> Without(ReadOnlySpan<byte> body, JsonElement tools, bool[] hosted)
    {
        var list = JsonMarshal.GetRawUtf8Value(tools);
        body.Overlaps(list, out var at);
        return JsonList.Without(body, at..(at + list.Length), (_, index) => hosted[index], out _);
    }

    private static ToolWish Demands(string? tool) => tool is null ? Free : new ToolWish(tool, []);
}
