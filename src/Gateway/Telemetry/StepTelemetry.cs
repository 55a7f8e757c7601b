using System.Diagnostics;
using Platform.Gateway.Errors;

namespace Platform.Gateway.Telemetry;

/// <summary>A step of a request as a span of its own: <c>key</c>, <c>admit</c>.</summary>
internal static class StepTelemetry
{
    /// <summary>Null where nobody listens.</summary>
    public static Activity? Start(string step) => GatewayTelemetry.Source.StartActivity(step);

    /// <summary>
    /// Records on the span the error that ends the request. The span's own status is an error only where the step could not be carried out.
    /// </summary>
    /// <returns><paramref name="error"/>.</returns>
    public static ApiError EndsWith(this Activity? span, ApiError error)
    {
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag(GenAI.ErrorType, error.Code);
            if (error.Status >= StatusCodes.Status500InternalServerError)
                span.SetStatus(ActivityStatusCode.Error);
        }

        return error;
    }

    /// <summary>The same for a step that may let the request go on; null where it does.</summary>
    public static ApiError? Ends(this Activity? span, ApiError? error) => error is null ? null : span.EndsWith(error);
}
