using Microsoft.Extensions.Options;

namespace Platform.Dashboard.Public;

/// <summary>A page that only the operator can write.</summary>
/// <param name="Name">Of its address, and of its file.</param>
/// <param name="Tells">What belongs into it.</param>
public sealed record OperatorPage(string Name, string Title, string Tells)
{
    public static IReadOnlyList<OperatorPage> All { get; } =
    [
        new(
            "terms",
            "Terms",
            "who runs this platform, what is sold, how long credit lasts, refunds, what is not allowed, and which law holds"
        ),
        new(
            "privacy",
            "Privacy",
            "which data are kept and how long, which providers get the prompts, what they may do with them, and whom to ask"
        ),
        new("support", "Support", "an address that people can write to, when it is answered, and in which languages"),
    ];

    public string File => Name + ".md";
}

/// <summary>The pages that the operator has written, as Markdown files.</summary>
public sealed partial class OperatorPages(IOptions<OperatorOptions> options, ILogger<OperatorPages> log) : IHostedService
{
    private const long MaxLength = 1 << 20;

    /// <summary>The text, read anew each time, so that a change needs no restart; null when it is not written.</summary>
    public async Task<string?> ReadAsync(OperatorPage page, CancellationToken cancellationToken)
    {
        var file = FileOf(page);
        return file is { Exists: true, Length: > 0 and <= MaxLength }
            ? await File.ReadAllTextAsync(file.FullName, cancellationToken)
            : null;
    }

    /// <summary>Says at the start what is missing, for it is the operator who can mend it.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var missing = OperatorPage.All.Where(page => FileOf(page) is not { Exists: true }).Select(page => page.File).ToArray();
        if (missing.Length > 0)
            LogMissing(log, string.Join(", ", missing));
        if (options.Value.SecurityContact.Length == 0)
            LogNoContact(log);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private FileInfo? FileOf(OperatorPage page) =>
        options.Value.PagesDirectory is { Length: > 0 } directory ? new FileInfo(Path.Combine(directory, page.File)) : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "These pages are not written: {Files}. Put them into Operator:PagesDirectory")]
    private static partial void LogMissing(ILogger log, string files);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Operator:SecurityContact is not set, so there is no /.well-known/security.txt")]
    private static partial void LogNoContact(ILogger log);
}
