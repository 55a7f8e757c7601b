using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Platform.Contracts;

/// <summary>
/// A request that ended before an upstream was called: it has no receipt and cost nothing. POST <see cref="UsageRoutes.RefusedIntake"/>
/// takes up to <see cref="MaxBatch"/> of them; GET <see cref="UsageRoutes.Refused"/> lists those of an account, newest first.
/// </summary>
/// <param name="KeyId">The public id of the key that was sent.</param>
/// <param name="Model">The model that was asked for; null where the body was not read.</param>
/// <param name="Client">The caller's User-Agent; null without one.</param>
/// <param name="Code">The code of the error table.</param>
/// <param name="Message">What is wrong and what to do, as the caller was told.</param>
/// <param name="Verified">
/// Whether the key's secret was checked and in force. If not, anybody who has seen the public id may have sent the request.
/// </param>
/// <param name="Count">How many requests like this one the entry stands for: in a flood not each is kept.</param>
public sealed partial record RefusedRequest(
    string RequestId,
    Guid AccountId,
    string KeyId,
    DateTimeOffset At,
    string Endpoint,
    string? Model,
    string? Client,
    int Status,
    string Code,
    string Message,
    bool Verified,
    int Count = 1
)
{
    public const int MaxBatch = 500;

    private const int MaxEndpoint = 200,
        MaxModel = 100,
        MaxClient = 200,
        MaxMessage = 800;

    /// <summary>The same with texts of bounded length that hold no secret and nothing that is not printed.</summary>
    public RefusedRequest Cleaned() =>
        this with
        {
            Endpoint = Clean(Endpoint, MaxEndpoint) ?? "/",
            Model = Clean(Model, MaxModel),
            Client = Clean(Client, MaxClient),
            Message = Clean(Message, MaxMessage) ?? "",
        };

    /// <summary>Null where nothing is left.</summary>
    private static string? Clean(string? text, int most)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        // More than is kept, so that a key at the edge is seen whole.
        var read = text.Length > 2 * most ? text[..(2 * most)] : text;
        var printed = new StringBuilder(read.Length);
        foreach (var rune in read.EnumerateRunes())
        {
            if (IsPrinted(rune))
                printed.Append(rune);
        }

        var safe = KeyText().Replace(printed.ToString(), "sk-...").Trim();
        if (safe.Length > most)
            safe = safe[..(char.IsHighSurrogate(safe[most - 1]) ? most - 1 : most)];
        return safe.Length == 0 ? null : safe;
    }

    /// <summary>An unpaired surrogate is read as U+FFFD, which is printed.</summary>
    private static bool IsPrinted(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
            );

    [GeneratedRegex("sk-[0-9A-Za-z_-]{12,}", RegexOptions.CultureInvariant)]
    private static partial Regex KeyText();
}

/// <param name="NextCursor">The <c>cursor</c> of the next page; null on the last.</param>
public sealed record RefusedPage(IReadOnlyList<RefusedRequest> Requests, string? NextCursor);

/// <summary>A line of the log of an account: exactly one of them is not null.</summary>
public sealed record LogEntry(UsageRecord? Record, RefusedRequest? Refused)
{
    [JsonIgnore]
    public DateTimeOffset At => Record?.StartedAt ?? Refused!.At;
}

/// <summary>
/// GET <see cref="UsageRoutes.Log"/><c>?from&amp;to&amp;model&amp;key&amp;outcome&amp;session&amp;code&amp;only&amp;cursor&amp;limit</c>, newest first:
/// the attempts of requests and those that were refused. <c>only</c> is <c>admitted</c> or <c>refused</c>; an outcome or a session have only
/// requests that were admitted.
/// </summary>
/// <param name="NextCursor">The <c>cursor</c> of the next page; null on the last.</param>
public sealed record LogPage(IReadOnlyList<LogEntry> Entries, string? NextCursor);

/// <summary>
/// POST <see cref="AccountsRoutes.KeyOwners"/>: the accounts of the keys with these public ids, whatever their status; an id that no key has
/// is not among them.
/// </summary>
public sealed record KeyOwnersRequest(IReadOnlyList<string> Ids)
{
    public const int MaxIds = RefusedRequest.MaxBatch;
}

public sealed record KeyOwner(string Id, Guid AccountId);
