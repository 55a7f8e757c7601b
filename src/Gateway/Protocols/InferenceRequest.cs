using Platform.Gateway.Protocols.Media;

namespace Platform.Gateway.Protocols;

/// <summary>What the gateway reads from a request's body, and the positions of values that it may replace for an upstream.</summary>
internal sealed record InferenceRequest
{
    /// <summary>The body as it was received. It is never re-serialised; at most a few bytes of it are replaced.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    public required string Model { get; init; }

    /// <summary>The value of <c>model</c> in <see cref="Body"/>, quotes included.</summary>
    public required Range ModelAt { get; init; }

    /// <summary>The value of <c>model</c> as it was received: a JSON text with its quotes.</summary>
    public ReadOnlyMemory<byte> ModelAsSent => Body[ModelAt];

    /// <summary>The models that the caller names besides, to answer where that one cannot; they are no part of <see cref="Body"/>.</summary>
    public IReadOnlyList<string> Fallbacks { get; init; } = [];

    /// <summary>Just after the opening brace.</summary>
    public required int FirstMemberAt { get; init; }

    /// <summary>The value of what is to be answered: <c>messages</c>, <c>input</c>, <c>prompt</c>.</summary>
    public Range? SubjectAt { get; init; }

    /// <summary>The value of <c>instructions</c> or <c>system</c>, where there is one.</summary>
    public Range? InstructionsAt { get; init; }

    public bool Stream { get; init; }

    /// <summary>The client wants the usage of a stream. Always true where its protocol sends it unasked.</summary>
    public bool IncludeUsage { get; init; }

    /// <summary>It asks the upstream for the usage of a stream as it is.</summary>
    public bool AsksForUsage { get; init; }

    /// <summary>Members of other vendors' dialects, in their order.</summary>
    public IReadOnlyList<DialectMember> Dialect { get; init; } = [];

    /// <summary>The value of <c>stream_options</c>, where there is one.</summary>
    public Range? StreamOptionsAt { get; init; }

    /// <summary>The value of <c>stream_options.include_usage</c>, where there is one.</summary>
    public Range? IncludeUsageAt { get; init; }

    /// <summary>The most tokens of output the client allows for one choice; null when it sets no limit.</summary>
    public long? MaxOutputTokens { get; init; }

    /// <summary>How many choices are asked for (<c>n</c>).</summary>
    public int Choices { get; init; } = 1;

    /// <summary>Bytes of the raw JSON of messages, tools and the like, without those of media: the text of the input.</summary>
    public long PromptBytes { get; init; }

    /// <summary>What else the input has.</summary>
    public IReadOnlyList<MediaItem> Media { get; init; } = [];

    /// <summary>How many bytes of <see cref="Body"/> are media, and no text.</summary>
    public long MediaBytes { get; init; }

    /// <summary>Bytes of the predicted answer; tokens of it that the model rejects are output.</summary>
    public long PredictionBytes { get; init; }

    public bool HasTools { get; init; }

    /// <summary>The provider runs tools itself, whose results are input that this body does not show.</summary>
    public bool HasHostedTools { get; init; }

    /// <summary>The subject may be several texts, each of which is read by itself.</summary>
    public bool IsBatch { get; init; }

    /// <summary>The id of the earlier response that it continues.</summary>
    public string? PreviousResponse { get; init; }

    /// <summary>The value of <c>previous_response_id</c>, where there is one.</summary>
    public Range? PreviousResponseAt { get; init; }

    /// <summary>A later request may continue its response.</summary>
    public bool Store { get; init; }

    /// <summary>The value of <c>store</c>, where there is one.</summary>
    public Range? StoreAt { get; init; }

    /// <summary>The value of <c>include</c>, where there is one.</summary>
    public Range? IncludeAt { get; init; }

    /// <summary>The value of <c>metadata</c> in a protocol that takes it for what is stored, where there is one.</summary>
    public Range? MetadataAt { get; init; }

    /// <summary>The input may have items of earlier reasoning.</summary>
    public bool HasReasoning { get; init; }

    /// <summary>Members that can cost more than tokens; empty for most requests.</summary>
    public IReadOnlyList<PricedMember> PricedMembers { get; init; } = [];

    /// <summary>Tools that the provider runs, for a price of their own; empty for most requests.</summary>
    public IReadOnlyList<HostedTool> HostedTools { get; init; } = [];

    /// <summary>The value of <c>tools</c>, where there is one.</summary>
    public Range? ToolsAt { get; init; }

    /// <summary>The value of <c>prompt_cache_key</c>, where there is one.</summary>
    public Range? PromptCacheKeyAt { get; init; }

    /// <summary>The text of <c>prompt_cache_key</c>; null where there is none.</summary>
    public string? PromptCacheKey() => PromptCacheKeyAt is { } at ? JsonText.Of(Body.Span[at]) : null;

    /// <summary>The value of a member of <see cref="PricedMembers"/>; null where there is none.</summary>
    public Range? PricedAt(string name)
    {
        foreach (var member in PricedMembers)
            if (member.Name == name)
                return member.At;
        return null;
    }
}
