using Platform.Contracts;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Forwarding;

/// <summary>How a route would be asked.</summary>
/// <param name="Model">The one that is asked for, or a fallback of it.</param>
/// <param name="Route">With the price for which credit is held.</param>
/// <param name="Protocol">The protocol in which its upstream is asked.</param>
/// <param name="OutputLimit">The gateway's own limit of the output, in tokens for each choice; null where none is needed.</param>
/// <param name="Refusal">Why its upstream cannot be asked at all; null where it can.</param>
internal sealed record RoutePreview(
    Model Model,
    ModelRoute Route,
    Protocol Protocol,
    bool IsTranslated,
    long? OutputLimit,
    IReadOnlyList<string> FieldsNotCarried,
    IReadOnlyList<string> ToolsNotOffered,
    ApiError? Refusal
);
