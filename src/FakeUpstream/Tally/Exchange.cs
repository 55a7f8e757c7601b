using System.Text;
using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Scripts;

namespace Platform.FakeUpstream.Tally;

/// <summary>One request while it is served: gathers what the tally will say, and says it once.</summary>
internal sealed class Exchange(HttpContext http, TallySheet tally, TimeProvider time)
{
    private const string RequestIdHeader = "x-request-id";
    private const string RecordHeader = "x-fake-record";

    private readonly DateTimeOffset startedAt = time.GetUtcNow();
    private readonly List<long> generatedBytes = [];
    private long promptTokens;
    private TokenCounts? usageSent;
    private bool promptUsed;
    private bool streamed;
    private bool keyAccepted;
    private bool finished;
    private string? protocol;
    private string? model;
    private string? body;

    public static Exchange Of(HttpContext http) =>
        http.Features.Get<Exchange>() ?? throw new InvalidOperationException("Only a POST under /v1 is an exchange.");

    public void AcceptKey() => keyAccepted = true;

    public void Received(ReadOnlySpan<byte> bytes)
    {
        if (http.Request.Headers[RecordHeader] == "true")
            body = Encoding.UTF8.GetString(bytes);
    }

    public void Asked(string inProtocol, string forModel, bool toStream, long prompt)
    {
        protocol = inProtocol;
        model = forModel;
        streamed = toStream;
        promptTokens = prompt;
    }

    /// <summary>Generated text, or a tool call's name or arguments, was written to the wire.</summary>
    /// <param name="piece">Which part of which choice, from 0: each is counted by itself.</param>
    public void Wrote(int piece, int utf8Bytes)
    {
        while (generatedBytes.Count <= piece)
            generatedBytes.Add(0);
        generatedBytes[piece] += utf8Bytes;
    }

    /// <summary>The prompt was made use of, though no text is generated from it.</summary>
    public void UsedPrompt() => promptUsed = true;

    public void WroteUsage(TokenCounts usage) => usageSent = usage;

    /// <summary>
    /// Only the first call counts. It comes before the last flush, so that whoever has seen the end of an answer finds it in the tally.
    /// </summary>
    public void Finish(Outcome outcome)
    {
        if (finished)
            return;
        finished = true;
        var counts = usageSent ?? OfText();
        if (outcome == Outcome.Cut && counts.Completion == 0)
            outcome = Outcome.Failed;
        tally.Enter(Record(outcome, counts));
    }

    /// <summary>An error is over as soon as it is told.</summary>
    public void FinishIfRefused()
    {
        if (http.Response.StatusCode >= StatusCodes.Status400BadRequest)
            Finish(Outcome.Failed);
    }

    private TokenCounts OfText()
    {
        var completion = generatedBytes.Sum(TokenRule.Tokens);
        return new TokenCounts(promptUsed || completion > 0 ? promptTokens : 0, 0, completion, 0);
    }

    private ServedRequest Record(Outcome outcome, TokenCounts counts)
    {
        var headers = http.Request.Headers;
        var answered = http.Response.HasStarted || outcome is not Outcome.Disconnected;
        return new ServedRequest(
            0,
            headers[RequestIdHeader],
            http.Response.Headers[RequestIdHeader],
            http.Request.Path,
            model,
            answered ? http.Response.StatusCode : null,
            streamed,
            outcome,
            counts.Prompt,
            counts.Cached,
            counts.Completion,
            counts.Reasoning,
            usageSent is not null,
            startedAt,
            time.GetUtcNow(),
            headers.UserAgent,
            AuthorizationScheme(headers.Authorization),
            keyAccepted,
            headers[ScriptBook.ScenarioHeader],
            HeaderNames(headers),
            body,
            protocol,
            counts.CacheWritten
        );
    }

    /// <summary>Never an unknown word: without its scheme, what stands in the header is the credential itself.</summary>
    private static string? AuthorizationScheme(string? header) =>
        header switch
        {
            null => null,
            _ when header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) => "Bearer",
            _ when header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) => "Basic",
            _ => "other",
        };

    private static string[] HeaderNames(IHeaderDictionary headers)
    {
        string[] names = [.. headers.Keys];
        for (var i = 0; i < names.Length; i++)
            names[i] = names[i].ToLowerInvariant();
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }
}
