using Platform.Gateway.Protocols;
using Platform.Gateway.Translation.Tracking;

namespace Platform.Gateway.Requests;

/// <summary>A request as it was read.</summary>
/// <param name="Reshaped">The members of a body that came in another protocol's shape and was translated; null where it was not.</param>
internal readonly record struct IncomingRequest(InferenceRequest Request, FieldTracker? Reshaped);
