using System.Text;
using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>What support asks for, as a text to copy. It never has the key, only its last four characters.</summary>
public static class SupportText
{
    /// <param name="attempts">In their order; at least one.</param>
    /// <param name="key">Null for a key that is gone.</param>
    public static string Of(IReadOnlyList<UsageRecord> attempts, KeyView? key, string baseUrl)
    {
        var (first, last) = (attempts[0], attempts[^1]);
        return Text(
            ("Time", Timestamps.Full(first.StartedAt)),
            ("Request id", first.RequestId),
            ("Model", last.AskedModel is { } asked ? $"{asked}, in its place {last.Model}" : first.Model),
            ("Error code", last.ErrorCode ?? "none"),
            (
                "Outcome",
                $"{UsageWords.Outcome(last.Outcome)}, {UsageWords.Answer(last.StatusCode)}, attempt {last.Attempt} of {attempts.Count}"
            ),
            ("Base URL", baseUrl),
            ("Address", first.Endpoint),
            ("Size", $"{Amounts.Count(last.Usage.Input, "token")} in, {Amounts.Count(last.Usage.Output, "token")} out"),
            ("Answer", first.Streamed ? "streamed" : "whole"),
            ("Client", first.Client ?? "not named"),
            ("Key ends in", key?.LastFour ?? "(the key is gone)"),
            ("Trace id", first.TraceId ?? "none")
        );
    }

    /// <inheritdoc cref="Of(IReadOnlyList{UsageRecord}, KeyView, string)" />
    public static string Of(RefusedRequest refused, KeyView? key, string baseUrl) =>
        Text(
            ("Time", Timestamps.Full(refused.At)),
            ("Request id", refused.RequestId),
            ("Model", refused.Model ?? "not read"),
            ("Error code", refused.Code),
            ("Outcome", $"Refused, HTTP {refused.Status}"),
            ("Base URL", baseUrl),
            ("Address", refused.Endpoint),
            ("Size", "not read"),
            ("Client", refused.Client ?? "not named"),
            ("Key ends in", (key?.LastFour ?? "(the key is gone)") + (refused.Verified ? "" : " (not verified)"))
        );

    private static string Text(params IEnumerable<(string Name, string Value)> lines)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in lines)
            text.Append(text.Length > 0 ? "\n" : "").Append(name).Append(": ").Append(value);
        return text.ToString();
    }
}
