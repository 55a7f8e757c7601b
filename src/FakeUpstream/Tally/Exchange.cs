using System.Text;
using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Scripts;

namespace Platform.FakeUpstream.Tally;

/// <summary>One request while it is served: collects its facts and adds them to the tally once.</summary>
internal sealed class Exchange(HttpContext http, RequestTally tally, TimeProvider time)
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

    public static Exchange From(HttpContext http) =>
        http.Features.Get<Exchange>() ?? throw new InvalidOperationException("Only a POST under /v1 is an exchange.");

    public void AcceptKey() => keyAccepted = true;

    public void RecordBody(ReadOnlySpan<byte> bytes)
    {
        if (http.Request.Headers[RecordHeader] == "true")
            body = Encoding.UTF8.GetString(bytes);
    }

    public void Describe(string inProtocol, string forModel, bool toStream, long prompt)
    {
        protocol = inProtocol;
        model = forModel;
        streamed = toStream;
        promptTokens = prompt;
    }

    /// <summary>Adds generated text, or the name or arguments of a tool call, that was written to the wire.</summary>
    /// <param name="piece">The index of part and choice, from 0: each is counted by itself.</param>
    public void AddText(int piece, int utf8Bytes)
    {
        while (generatedBytes.Count <= piece)
            generatedBytes.Add(0);
        generatedBytes[piece] += utf8Bytes;
    }

    /// <summary>Counts the prompt though no text is generated from it.</summary>
    public void UsePrompt() => promptUsed = true;

    public void AddUsage(TokenCounts usage) => usageSent = usage;

    /// <summary>
    /// Adds the request to the tally; further calls do nothing. Called before the last flush, so that a client that has read the end of an
    /// answer finds it in the tally.
    /// </summary>
    public void Finish(Outcome outcome)
    {
        if (finished)
            return;
        finished = true;
        var counts = usageSent ?? OfText();
        if (outcome == Outcome.Cut && counts.Completion == 0)
            outcome = Outcome.Failed;
        tally.Add(Record(outcome, counts));
    }

    /// <summary>Ends the exchange of a response with an error status.</summary>
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
            headers[ScriptSelector.ScenarioHeader],
            HeaderNames(headers),
            body,
            protocol,
            counts.CacheWritten
        );
    }

    /// <summary>Never an unknown word: a header without a scheme is the credential itself.</summary>
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
