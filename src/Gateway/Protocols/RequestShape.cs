namespace Platform.Gateway.Protocols;

/// <summary>The members of a request's body that decide its route and its cost, in one protocol.</summary>
/// <param name="Subject">The member that is to be answered; it is required.</param>
/// <param name="SubjectForms">The forms that the member may have.</param>
/// <param name="Example">A value that works, for error messages.</param>
/// <param name="Prompt">Members that a provider turns into tokens, <paramref name="Subject"/> among them: the input is estimated from
/// them.</param>
/// <param name="Limits">Members that limit the output, in tokens; the larger counts.</param>
internal sealed record RequestShape(string Subject, SubjectForms SubjectForms, string Example, string[] Prompt, string[] Limits)
{
    public static RequestShape Chat { get; } =
        new(
            "messages",
            SubjectForms.Items,
            """[{"role": "user", "content": "Hello"}]""",
            ["messages", "tools", "functions", "response_format", "prediction"],
            ["max_tokens", "max_completion_tokens"]
        )
        {
            Choices = ["n"],
            HasStreamOptions = true,
            HasDialects = true,
            CanStore = true,
            HostedTools = ["web_search_options", "plugins"],
        };

    public static RequestShape Responses { get; } =
        new(
            "input",
            SubjectForms.Items | SubjectForms.Text,
            "\"Hello\"",
            ["input", "instructions", "tools", "text", "prompt"],
            ["max_output_tokens"]
        )
        {
            CanContinue = true,
            CanStore = true,
        };

    public static RequestShape Messages { get; } =
        new(
            "messages",
            SubjectForms.Items,
            """[{"role": "user", "content": "Hello"}]""",
            ["messages", "system", "tools", "output_config", "output_format"],
            ["max_tokens"]
        )
        {
            LimitRequired = true,
            HostedTools = ["mcp_servers"],
        };

    public static RequestShape CountTokens { get; } = Messages with { LimitRequired = false, Limits = [] };

    public static RequestShape Embeddings { get; } =
        new("input", SubjectForms.Items | SubjectForms.Text, "\"Hello\"", ["input"], []) { CanBatch = true };

    public static RequestShape Completions { get; } =
        new("prompt", SubjectForms.Items | SubjectForms.Text, "\"Hello\"", ["prompt", "suffix"], ["max_tokens"])
        {
            Choices = ["n", "best_of"],
            HasStreamOptions = true,
            CanBatch = true,
        };

    /// <summary>Members that ask for several answers; the largest counts.</summary>
    public string[] Choices { get; init; } = [];

    /// <summary>Members that make a provider run tools of its own.</summary>
    public string[] HostedTools { get; init; } = [];

    /// <summary>A stream has usage only when <c>stream_options</c> asks for it.</summary>
    public bool HasStreamOptions { get; init; }

    /// <summary>Other vendors have added members to this protocol (<see cref="DialectMember"/>).</summary>
    public bool HasDialects { get; init; }

    public bool LimitRequired { get; init; }

    /// <summary>A list as the subject is several texts, each with an answer of its own.</summary>
    public bool CanBatch { get; init; }

    /// <summary>An upstream may keep the answer (<c>store</c>).</summary>
    public bool CanStore { get; init; }

    /// <summary>A request may continue an earlier response (<c>previous_response_id</c>).</summary>
    public bool CanContinue { get; init; }
}

[Flags]
internal enum SubjectForms
{
    Text = 1,
    Items = 2,
}
