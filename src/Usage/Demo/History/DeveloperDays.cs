using Platform.Contracts;

namespace Platform.Usage.Demo.History;

/// <summary>What a developer asks for in a fortnight: agents on working days and some evenings, an editor, an evaluation each night.</summary>
internal sealed class DeveloperDays(Dice dice, DateTimeOffset begin, DateTimeOffset end)
{
    public IReadOnlyList<RequestDraft> Requests() =>
        [
            .. Days()
                .SelectMany(OfDay)
                .Concat(Lately())
                .Where(request => request.At >= begin && request.At < end)
                .OrderBy(request => request.At),
        ];

    private IEnumerable<DateTimeOffset> Days()
    {
        for (var day = new DateTimeOffset(begin.UtcDateTime.Date, TimeSpan.Zero); day < end; day = day.AddDays(1))
            yield return day;
    }

    private IEnumerable<RequestDraft> OfDay(DateTimeOffset day)
    {
        var weekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        // All are drawn each day, so that none of them depends on what the others are.
        RequestDraft[] morning = [.. Claude(day.AddMinutes(dice.Between(500, 580)), dice.Between(34, 78))];
        RequestDraft[] afternoon = [.. Claude(day.AddMinutes(dice.Between(770, 900)), dice.Between(22, 66))];
        RequestDraft[] evening = [.. Codex(day.AddMinutes(dice.Between(1_140, 1_230)), dice.Between(18, 46))];
        var codes = dice.Percent(weekend ? 35 : 55);
        if (!weekend)
            foreach (var request in (IEnumerable<RequestDraft>)[.. morning, .. afternoon, .. Editor(day)])
                yield return request;
        if (codes)
            foreach (var request in evening)
                yield return request;
        foreach (var request in Evaluation(day.AddMinutes(130)))
            yield return request;
    }

    /// <summary>Whatever the day of the week, so that the pages have something of today.</summary>
    private IEnumerable<RequestDraft> Lately() =>
        [
            .. Until(Claude(end.AddHours(-2), 26), DemoKeys.ClaudeCode),
            .. Until(Codex(end.AddHours(-4), 14), DemoKeys.Codex),
            .. Until(Evaluation(end.AddHours(-10)), DemoKeys.Nightly),
            .. Until(Edits(end.AddHours(-7), 6, DemoKeys.Cursor), DemoKeys.Cursor),
            .. Until(Edits(end.AddDays(-12), 14, DemoKeys.Workshop), DemoKeys.Workshop),
        ];

    /// <summary>The last of them when the key was used last.</summary>
    private IEnumerable<RequestDraft> Until(IEnumerable<RequestDraft> requests, DemoKey key)
    {
        RequestDraft[] all = [.. requests];
        var shift = end - key.SinceLastUse - all[^1].At;
        return all.Select(request => request with { At = request.At + shift });
    }

    private IEnumerable<RequestDraft> Claude(DateTimeOffset at, int requests) =>
        new AgentSession(dice, DemoKeys.ClaudeCode, dice.Percent(45) ? HistoryModel.Sonnet : HistoryModel.Haiku, "/v1/messages").From(
            at,
            requests
        );

    private IEnumerable<RequestDraft> Codex(DateTimeOffset at, int requests) =>
        new AgentSession(dice, DemoKeys.Codex, HistoryModel.Luna, "/v1/responses").From(at, requests);

    private IEnumerable<RequestDraft> Editor(DateTimeOffset day) =>
        Edits(day.AddMinutes(dice.Between(560, 640)), dice.Between(4, 13), DemoKeys.Cursor);

    private IEnumerable<RequestDraft> Edits(DateTimeOffset at, int requests, DemoKey key)
    {
        for (var i = 0; i < requests; i++)
        {
            var (input, output, first) = (dice.Skewed(1_100, 9_000), dice.Skewed(40, 900), dice.Skewed(420, 1_900));
            yield return new RequestDraft(
                at,
                key,
                dice.Percent(70) ? HistoryModel.Mini : HistoryModel.Luna,
                "/v1/chat/completions",
                new TokenUsage(input, output, input > 4_000 ? 3_072 : 0),
                first + output * 9,
                first,
                dice.Next()
            );
            at = at.AddMinutes(dice.Skewed(1, 55)).AddSeconds(dice.Between(0, 59));
        }
    }

    /// <summary>A program that embeds what is new and then asks its questions, whole and one after the other.</summary>
    private IEnumerable<RequestDraft> Evaluation(DateTimeOffset at)
    {
        for (var batch = 0; batch < 3; batch++)
        {
            var took = dice.Between(190, 520);
            var usage = new TokenUsage(dice.Between(5_200, 8_100), 0);
            yield return new RequestDraft(at, DemoKeys.Nightly, HistoryModel.Embedding, "/v1/embeddings", usage, took, null, dice.Next());
            at = at.AddMilliseconds(took + 120);
        }

        for (var question = 0; question < 20; question++)
        {
            var (output, first) = (dice.Skewed(120, 1_100), dice.Between(500, 900));
            var request = new RequestDraft(
                at,
                DemoKeys.Nightly,
                HistoryModel.Mini,
                "/v1/chat/completions",
                new TokenUsage(dice.Between(1_500, 2_600), output, 1_024, 0, output / 3),
                first + output * 8,
                null,
                dice.Next()
            );
            yield return dice.Between(1, 400) == 1
                ? request with
                {
                    Outcome = Outcome.Failed,
                    ErrorCode = "upstream_timeout",
                    StatusCode = 504,
                    DurationMs = 60_000,
                }
                : request;
            at = at.AddMilliseconds(request.DurationMs + 150);
        }
    }
}
