using Platform.Contracts;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols;
using Platform.Gateway.Protocols.Media;

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
        if (FindAsked(request, model.Id, out var tier, out var modality) is { } error)
            return error;
        ApiError? refusal = null;
        var routes = new List<ModelRoute>(model.Routes.Count);
        foreach (var route in model.Routes)
            if (Priced(protocol, request, model, route, tier, modality).Found(out var priced, out var problem))
                routes.Add(priced);
            else
                refusal ??= problem;
        return routes.Count == 0 && refusal is not null ? refusal
            : routes.SequenceEqual(model.Routes) ? model
            : model with { Routes = routes };
    }

    /// <summary>Reads the members of the body itself. Only a tier and sound can have a price.</summary>
    private static ApiError? FindAsked(InferenceRequest request, string model, out PricedMemberValue? tier, out PricedMemberValue? modality)
    {
        (tier, modality) = (null, null);
        foreach (var member in request.PricedMembers)
        {
            if (PricedValue.Of(member, request.Body) is not { } value)
                continue;
            if (tier is null && member.Name is "service_tier" or "speed")
                tier = new PricedMemberValue(member.Name, value);
            else if (member.Name == "modalities" && value == "audio")
                modality = new PricedMemberValue(member.Name, value);
            else
                return ApiErrors.Unpriced(member.Name, value, model);
        }

        return null;
    }

    private static StepResult<ModelRoute> Priced(
        Protocol protocol,
        InferenceRequest request,
        Model model,
        ModelRoute route,
        PricedMemberValue? tier,
        PricedMemberValue? modality
    )
    {
        // What a translation does not carry costs nothing.
        var upstream = Routing.For(protocol, route);
        var isNative = upstream == protocol;
        var tools = isNative ? PricedTools.Asked(protocol, request, route.Price) : null;
        if (isNative && ToolsWithoutPrice.In(request, tools).Forced is { } tool)
            return ApiErrors.UnpricedTool(tool, model.Id);
        var sound = NestedValue.Find(request.Body.Span, "type"u8, "input_audio"u8);
        if (sound is not null && (!isNative || route.Price.AudioInput is null))
            return ApiErrors.Unpriced(sound, "input_audio", model.Id);
        if (modality is { } wanted && (!isNative || route.Price.AudioOutput is null))
            return ApiErrors.Unpriced(wanted.Member, wanted.Value, model.Id);
        var hour = isNative || upstream == Protocol.Messages ? NestedValue.Find(request.Body.Span, "ttl"u8, "1h"u8) : null;
        var pictures = request.Media.Any(static item => item.Kind == MediaKind.Picture);
        var asked = new AskedPrice(tier?.Value, hour is not null, sound is not null, modality is not null, pictures, tools);
        if (asked.Of(route.Price, request, model) is not { } price)
            return ApiErrors.Unpriced(tier!.Value.Member, tier.Value.Value, model.Id);
        if (hour is not null && price.CacheWriteHour is null)
            return ApiErrors.Unpriced(hour, "1h", model.Id);
        return ReferenceEquals(price, route.Price) ? route : route with { Price = price };
    }

    /// <param name="Member">The member that asks for it.</param>
    private readonly record struct PricedMemberValue(string Member, string Value);
}
