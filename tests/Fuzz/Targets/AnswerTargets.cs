using System.Text.Json;
using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Metering;
using Platform.Gateway.Protocols;
using static Platform.Tests.Fuzz.OracleException;

namespace Platform.Tests.Fuzz.Targets;

/// <summary>An upstream's whole answer is refused, or has a bill that can be right and a <c>usage</c> that parses.</summary>
internal static class AnswerTargets
{
    public static IEnumerable<FuzzTarget> All =>
        Samples.Answering.Select(protocol => new FuzzTarget(
            $"answer {protocol.Path[1..]}",
            Corpus.Answers(protocol),
            IsStream: false,
            (body, random) => Read(body, protocol, random)
        ));

    private static void Read(byte[] body, Protocol protocol, Random random)
    {
        var model = random.Next(2) == 0 ? Samples.Model : Samples.ReasoningModel;
        var request = Samples.Request(protocol);
        var meter = new AnswerMeter(AnswerFormat.For(protocol)) { Identity = random.Next(2) == 0 ? new AnswerIdentity() : null };
        var kind = meter.ReadAnswer(body);
        var bill = Bill.For(protocol, request, model, meter, Samples.Price);
        CanBeRight(bill, request, model, meter);
        if (kind is not AnswerEvent.Content)
            return;
        var sent = Splice.Into(body, UsageCostWriter.For(protocol).CostsIn(body, bill));
        using (JsonDocument.Parse(sent, new JsonDocumentOptions { MaxDepth = 256 })) { }
    }

    /// <summary>What no upstream can bring about: a charge for nothing, output for free, more than was asked for.</summary>
    public static void CanBeRight(Bill bill, InferenceRequest request, Model model, AnswerMeter meter)
    {
        var usage = bill.Usage;
        Require(
            usage is { Input: >= 0, Output: >= 0, CachedInput: >= 0, CacheWrite: >= 0, Reasoning: >= 0 },
            $"a count is negative: {usage}"
        );
        Require(usage.Output <= UsagePlausibility.MaxOutput(request, model, outputLimit: null), $"more output than was allowed: {usage}");
        Require(usage.Input <= model.ContextTokens, $"more input than fits: {usage}");
        Require(usage.CachedInput + usage.CacheWrite <= usage.Input, $"a part is larger than its whole: {usage}");
        Require(bill.Cost >= Money.Zero && bill.Charge == bill.Cost, $"the cost is {bill.Cost}, the charge {bill.Charge}");
        Require(bill.Doubt is null || bill.Source != UsageSource.Upstream, "what is doubted is believed");
        Require(!meter.HasOutput || bill.Cost > Money.Zero, "the output is free");
        Require(meter.HasOutput || bill.Source == UsageSource.Upstream || bill.Cost == Money.Zero, "nothing has a price");
    }
}
