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
    /// <summary>
    /// The model with the routes that can be charged for the request, each with the price for which credit is held; the first reason where
    /// there are none.
    /// </summary>
    /// <param name="protocol">The protocol of the caller.</param>
    public static StepResult<Model> Refuse(Protocol protocol, InferenceRequest request, Model model)
    {
        if (protocol.CountsTokens)
            return model;
        if (FindTier(request, model.Id, out var tier) is { } error)
            return error;
        ApiError? refusal = null;
        var routes = new List<ModelRoute>(model.Routes.Count);
        foreach (var route in model.Routes)
            if (Priced(protocol, request, model, route, tier).Found(out var priced, out var problem))
                routes.Add(priced);
            else
                refusal ??= problem;
        return routes.Count == 0 && refusal is not null ? refusal
            : routes.SequenceEqual(model.Routes) ? model
            : model with { Routes = routes };
    }

    /// <summary>Reads the members of the body itself. Only a tier can have a price.</summary>
    private static ApiError? FindTier(InferenceRequest request, string model, out PricedTier? tier)
    {
        tier = null;
        foreach (var member in request.PricedMembers)
            if (PricedValue.Of(member, request.Body) is { } value)
            {
                if (tier is not null || member.Name is not ("service_tier" or "speed"))
                    return ApiErrors.Unpriced(member.Name, value, model);
                tier = new PricedTier(member.Name, value);
            }

        return null;
    }

    private static StepResult<ModelRoute> Priced(
        Protocol protocol,
        InferenceRequest request,
        Model model,
        ModelRoute route,
        PricedTier? tier
    )
    {
        // What a translation does not carry costs nothing.
        var upstream = Routing.For(protocol, route);
        var isNative = upstream == protocol;
        if (isNative && ToolsWithoutPrice.In(request).Forced is { } tool)
            return ApiErrors.UnpricedTool(tool, model.Id);
        if (NestedValue.Find(request.Body.Span, "type"u8, "input_audio"u8) is { } audio)
            return ApiErrors.Unpriced(audio, "input_audio", model.Id);
        var hour = isNative || upstream == Protocol.Messages ? NestedValue.Find(request.Body.Span, "ttl"u8, "1h"u8) : null;
        if (AskedPrice.Of(route.Price, tier?.Name, hour is not null, request, model) is not { } price)
            return ApiErrors.Unpriced(tier!.Value.Member, tier.Value.Name, model.Id);
        if (hour is not null && price.CacheWriteHour is null)
            return ApiErrors.Unpriced(hour, "1h", model.Id);
        return ReferenceEquals(price, route.Price) ? route : route with { Price = price };
    }

    /// <param name="Member">The member that asks for it.</param>
    private readonly record struct PricedTier(string Member, string Name);
}
