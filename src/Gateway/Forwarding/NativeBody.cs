using Platform.Gateway.Billing;
using Platform.Gateway.Protocols;
using Platform.Gateway.Tenancy;
using Platform.Gateway.Translation.MessagesToChat;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// The caller's body for an upstream of the same protocol, without tools that the upstream would run and that have no price, with a limit to
/// the calls of those that have one, and such that the upstream keeps nothing of it. The exchange learns what is left out.
/// </summary>
internal static class NativeBody
{
    /// <param name="tier">Replaces a tier of service that the caller leaves to the upstream.</param>
    public static ReadOnlyMemory<byte> For(UpstreamAttempt attempt, IReadOnlyList<Splice> tier)
    {
        var request = attempt.Exchange.Request;
        var body = request.Body;
        var left = request.Protocol.CountsTokens ? null : ToolsWithoutPrice.In(body, attempt.Route.Price.Tools);
        var stateless = StatelessRequest.For(body, attempt.Protocol, Reasons(attempt));
        attempt.Exchange.LeaveOut(left?.Tools ?? [], [.. request.Reshaped?.NotCarried ?? [], .. left?.Fields ?? [], .. stateless.LeftOut]);
        IReadOnlyList<Splice> splices =
        [
            .. tier,
            .. left?.Splices ?? [],
            .. PricedTools.Bounds(attempt.Protocol, body, attempt.Route.Price.Tools),
            .. stateless.Splices,
        ];
        if (splices.Count > 0 && body.Dialect.Count > 0)
            // Members that are taken out for two reasons can share a comma.
            (body, splices) = (RequestParser.Parse(Splice.Into(body.Body.Span, splices), attempt.Protocol.Request).Value!, []);
        return UpstreamBody.For(body, attempt.Route, attempt.OutputLimit, LimitField(attempt), splices);
    }

    /// <summary>Null where nobody knows.</summary>
    private static bool? Reasons(UpstreamAttempt attempt) =>
        attempt.Model.Reasoning
        ?? (OpenAIModel.IsOne(attempt.Route.UpstreamModel) ? OpenAIModel.Reasons(attempt.Route.UpstreamModel) : null);

    private static string LimitField(UpstreamAttempt attempt) =>
        attempt.Protocol == Protocol.Chat ? attempt.Upstream.OutputLimitField : attempt.Protocol.Request.Limits.FirstOrDefault("");
}
