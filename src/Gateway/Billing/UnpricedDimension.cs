using Platform.Contracts;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Billing;

/// <summary>
/// Refuses, by its name, what a request asks for beside tokens and has no price on any route of its model: nothing that costs the operator
/// passes unpriced. A hosted tool that is merely offered is left out instead: see <see cref="ToolsWithoutPrice"/>.
/// </summary>
internal static class UnpricedDimension
{
    /// <summary>The model with the routes that can be charged for the request; the first reason where there are none.</summary>
    /// <param name="protocol">The protocol of the caller.</param>
    public static StepResult<Model> Refuse(Protocol protocol, InferenceRequest request, Model model)
    {
        if (protocol.CountsTokens)
            return model;
        if (Unpriced(request, model.Id) is { } error)
            return error;
        ApiError? refusal = null;
        var routes = new List<ModelRoute>(model.Routes.Count);
        foreach (var route in model.Routes)
            if (Unpriced(protocol, request, route, model.Id) is { } problem)
                refusal ??= problem;
            else
                routes.Add(route);
        return refusal is null ? model
            : routes.Count > 0 ? model with { Routes = routes }
            : refusal;
    }

    /// <summary>What the members of the body itself ask for.</summary>
    private static ApiError? Unpriced(InferenceRequest request, string model)
    {
        foreach (var member in request.PricedMembers)
            if (PricedValue.Of(member, request.Body) is { } value)
                return ApiErrors.Unpriced(member.Name, value, model);
        return null;
    }

    private static ApiError? Unpriced(Protocol protocol, InferenceRequest request, ModelRoute route, string model)
    {
        // What a translation does not carry costs nothing.
        var upstream = Routing.For(protocol, route);
        var isNative = upstream == protocol;
        if (isNative && ToolsWithoutPrice.In(request).Forced is { } tool)
            return ApiErrors.UnpricedTool(tool, model);
        if ((isNative || upstream == Protocol.Messages) && NestedValue.Find(request.Body.Span, "ttl"u8, "1h"u8) is { } ttl)
            return ApiErrors.Unpriced(ttl, "1h", model);
        return NestedValue.Find(request.Body.Span, "type"u8, "input_audio"u8) is { } audio
            ? ApiErrors.Unpriced(audio, "input_audio", model)
            : null;
    }
}
