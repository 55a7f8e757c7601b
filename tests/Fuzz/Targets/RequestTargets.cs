using System.Text.Json;
using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Protocols;
using static Platform.Tests.Fuzz.OracleException;

namespace Platform.Tests.Fuzz.Targets;

/// <summary>A body is refused by a 400 that says why, or is JSON, names a model and has a hold that covers it.</summary>
internal static class RequestTargets
{
    public static IEnumerable<FuzzTarget> All =>
        Protocol.All.Select(protocol => new FuzzTarget(
            $"request {protocol.Path[1..]}",
            Corpus.Requests(protocol),
            IsStream: false,
            (body, _) => Read(body, protocol)
        ));

    private static void Read(byte[] body, Protocol protocol)
    {
        if (!RequestParser.Parse(body, protocol.Request).Found(out var request, out var error))
        {
            Require(error.Status is >= 400 and < 500 && error.Message.Length > 0, $"the refusal is {error.Status} '{error.Message}'");
            return;
        }

        using (JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 256 }))
            Require(request.Model.Length > 0, "there is no model");
        Require(request.Choices > 0 && request.MaxOutputTokens is null or > 0, "there is nothing to answer");
        var hold = HoldEstimate.For(request, Samples.Model, defaultOutput: 2_000, leastOutput: 100);
        Require(hold.Least > Money.Zero && hold.Wanted >= hold.Least, $"the hold is {hold.Wanted}, at least {hold.Least}");
        Require(HoldEstimate.AffordedOutput(hold.Wanted, request, Samples.Model, Samples.Price) >= 0, "the hold affords less than nothing");
    }
}
