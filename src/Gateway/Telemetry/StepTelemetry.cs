using System.Diagnostics;
using Platform.Gateway.Errors;

namespace Platform.Gateway.Telemetry;

/// <summary>A step of the journey as a span of its own: <c>key</c>, <c>admit</c>.</summary>
internal static class StepTelemetry
{
    /// <summary>Null where nobody listens.</summary>
    public static Activity? Start(string step) => GatewayTelemetry.Source.StartActivity(step);

    /// <summary>Why the request ends here; null where it goes on. Which is no error of the step's, unless it could not be carried out.</summary>
    public static ApiError? Ends(this Activity? span, ApiError? refusal)
    {
        if (refusal is not null && span is { IsAllDataRequested: true })
        {
            span.SetTag(GenAI.ErrorType, refusal.Code);
            if (refusal.Status >= StatusCodes.Status500InternalServerError)
                span.SetStatus(ActivityStatusCode.Error);
        }

        return refusal;
    }
}
