namespace Platform.Dashboard.Display.Errors;

/// <summary>A code of the API's error table, explained for a person.</summary>
/// <param name="Retry">Whether sending the same request again can help.</param>
/// <param name="Remedies">What to do, the likeliest remedy first.</param>
public sealed record ErrorCode(string Code, string Status, string Meaning, string Retry, params string[] Remedies)
{
    /// <summary>The setting of a tool that is at fault; null when none is.</summary>
    public Setting? Setting { get; init; }

    /// <summary>The page on which it is mended; null where that is none of ours.</summary>
    public ErrorLink? Link { get; init; }

    /// <summary>The kinds, in the order in which a request can meet them.</summary>
    public static IReadOnlyList<ErrorGroup> Groups { get; } =
    [
        new("setup", "Key and Base URL", SetupErrors.All),
        new("request", "The request", RequestErrors.All),
        new("model", "The model", ModelErrors.All),
        new("kept", "Kept responses and receipts", LookUpErrors.All),
        new("sockets", "WebSockets", SocketErrors.All),
        new("repeats", "Requests that are sent twice", IdempotencyErrors.All),
        new("limits", "Credit and limits", LimitErrors.All),
        new("providers", "The model's providers", ProviderErrors.All),
        new("platform", "This platform", PlatformErrors.All),
    ];

    /// <summary>The whole table. The API's messages link to each by its code.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } = [.. Groups.SelectMany(group => group.Codes)];

    /// <inheritdoc cref="ReceiptErrors"/>
    public static IReadOnlyList<ErrorCode> OnReceipts => ReceiptErrors.All;

    /// <summary>Null when there is no such code.</summary>
    public static ErrorCode? Find(string code) => All.Concat(OnReceipts).FirstOrDefault(error => error.Code == code);
}

/// <summary>Codes of one kind.</summary>
/// <param name="Id">Of its heading.</param>
public sealed record ErrorGroup(string Id, string Title, IReadOnlyList<ErrorCode> Codes);

/// <param name="Address">On this site.</param>
public sealed record ErrorLink(string Words, string Address)
{
    public static readonly ErrorLink Keys = new("Your keys", "/tokens"),
        Credit = new("Buy credit", "/credit"),
        Models = new("Models and prices", "/models"),
        Status = new("How each model does now", "/status"),
        Usage = new("Your requests", "/usage");
}
