using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;
using Platform.Dashboard.Forms;

namespace Platform.Dashboard.Pages.Tokens;

/// <summary>A page with the fields of a key's limits: where the key is made, and where its limits are changed.</summary>
public abstract class LimitsPage(AccountsClient accounts, GatewayClient gateway, TimeProvider time) : SignedInPage
{
    /// <summary>Values of <see cref="Expiry"/> beside the days of <see cref="Presets"/>.</summary>
    public const string Never = "never",
        OnDay = "day";

    private static readonly Money LargestLimit = Contracts.PeriodLimit.Largest;

    private static readonly string[] TextFields =
    [
        nameof(ExpiresOn),
        nameof(SpendLimit),
        nameof(PeriodLimit),
        nameof(RequestsPerMinute),
        nameof(TokensPerMinute),
        nameof(ConcurrentRequests),
    ];

    /// <summary>Days that are offered for an expiry.</summary>
    public static IReadOnlyList<(string Days, string Words)> Presets { get; } =
    [("7", "In 7 days"), ("30", "In 30 days"), ("90", "In 90 days"), ("365", "In a year")];

    /// <summary>
    /// <see cref="Never"/>, <see cref="OnDay"/> or a number of days; null is what <see cref="ExpiresOn"/> says.
    /// </summary>
    [BindProperty]
    public string? Expiry { get; set; }

    [BindProperty]
    public DateOnly? ExpiresOn { get; set; }

    [BindProperty]
    public Money? SpendLimit { get; set; }

    /// <summary>What it may spend in each <see cref="Period"/>.</summary>
    [BindProperty]
    public Money? PeriodLimit { get; set; }

    [BindProperty]
    public SpendPeriod Period { get; set; } = SpendPeriod.Month;

    /// <summary>A whole number, as it was written.</summary>
    [BindProperty]
    public string? RequestsPerMinute { get; set; }

    /// <inheritdoc cref="RequestsPerMinute"/>
    [BindProperty]
    public string? TokensPerMinute { get; set; }

    /// <inheritdoc cref="RequestsPerMinute"/>
    [BindProperty]
    public string? ConcurrentRequests { get; set; }

    [BindProperty]
    public IReadOnlyList<string> Models { get; set; } = [];

    public DateOnly Today { get; } = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>What the models that are shown have in their name or vendor; null is all.</summary>
    [BindProperty]
    public string? Find { get; set; }

    /// <summary>The models that can be ticked, with the words they are found by: those on sale, and those that the key has.</summary>
    public IReadOnlyList<(string Id, string Words)> Choices { get; private set; } = [];

    /// <summary>What every key may do; null where that is not known at the moment.</summary>
    public RateLimits? EveryKey { get; private set; }

    /// <summary>Those that are found, and those that are ticked: what is not shown would be taken out.</summary>
    public IEnumerable<(string Id, string Words)> Shown =>
        Choices.Where(choice =>
            Models.Contains(choice.Id) || choice.Words.Contains(Find?.Trim() ?? "", StringComparison.OrdinalIgnoreCase)
        );

    public string? Found =>
        string.IsNullOrWhiteSpace(Find) ? null : $"{Shown.Count()} of {Amounts.Count(Choices.Count, "model")}, with those ticked";

    /// <summary>Whether a limit is filled in, rightly or wrongly.</summary>
    public bool HasLimits =>
        Models.Count > 0
        || Find is not null
        || Expiry is not (null or Never)
        || TextFields.Any(name => !string.IsNullOrWhiteSpace(ModelState[name]?.AttemptedValue));

    /// <summary>Of this page.</summary>
    public string Path => Request.PathBase + Request.Path;

    /// <summary>The limits that the key has; null for a new one.</summary>
    protected virtual KeyLimits? Current => null;

    protected TimeProvider Time => time;

    protected override void Refill(IReadOnlyDictionary<string, string?[]> fields)
    {
        Models = fields.TryGetValue(nameof(Models), out var models) ? [.. models.OfType<string>()] : [];
        Expiry = fields.TryGetValue(nameof(Expiry), out var expiry) ? expiry[0] : null;
    }

    protected async Task ReadCatalogueAsync()
    {
        var limits = gateway.LimitsAsync(RequestAborted);
        var sold = (await accounts.CatalogueAsync(RequestAborted))
            .Models.Select(model => (model.Id, $"{model.Id} {model.OwnedBy}"))
            .ToArray();
        var gone = (Current?.Models ?? []).Except(sold.Select(model => model.Id));
        Choices = [.. sold, .. gone.Select(id => (id, id))];
        EveryKey = (await limits)?.Key;
    }

    /// <summary>The form as it is, with the models that are found.</summary>
    protected async Task<IActionResult> FindModelsAsync()
    {
        // Nothing was sent yet, so nothing is wrong.
        foreach (var field in ModelState.Values)
        {
            field.Errors.Clear();
            field.ValidationState = ModelValidationState.Skipped;
        }

        await ReadCatalogueAsync();
        return Page();
    }

    /// <summary>The limits as filled in; what is wrong with them is in the model state.</summary>
    protected KeyLimits ReadLimits()
    {
        CheckAmount(nameof(SpendLimit), SpendLimit, Current?.SpendLimit);
        CheckAmount(nameof(PeriodLimit), PeriodLimit, Current?.PeriodLimit?.Amount);
        return new KeyLimits(
            ReadEnd(),
            SpendLimit,
            Models.Count == 0 ? null : Models,
            PeriodLimit is { } each ? new PeriodLimit(each, Period) : null,
            (int?)ReadNumber(nameof(RequestsPerMinute), RequestsPerMinute, RateLimits.MaxRequestsPerMinute, "60", "send"),
            ReadNumber(nameof(TokensPerMinute), TokensPerMinute, RateLimits.MaxTokensPerMinute, "100000", "use"),
            (int?)ReadNumber(nameof(ConcurrentRequests), ConcurrentRequests, RateLimits.MaxConcurrentRequests, "4", "have running")
        );
    }

    /// <summary>Adds what Accounts refuses to the fields it is about.</summary>
    protected void AddRefusal(Refusal refusal, string path = "") =>
        ModelState.Add(
            refusal,
            (path + "expiresAt", nameof(ExpiresOn)),
            (path + "spendLimit", nameof(SpendLimit)),
            (path + "periodLimit", nameof(PeriodLimit)),
            (path + "requestsPerMinute", nameof(RequestsPerMinute)),
            (path + "tokensPerMinute", nameof(TokensPerMinute)),
            (path + "concurrentRequests", nameof(ConcurrentRequests)),
            (path + "models", nameof(Models))
        );

    private long? ReadNumber(string field, string? text, long most, string example, string verb)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most)
            return number;
        ModelState.AddModelError(
            field,
            $"Write a whole number from 1 to {most}, like {example}. Leave it empty for as many as every key may {verb}."
        );
        return null;
    }

    private void CheckAmount(string field, Money? amount, Money? before)
    {
        if (amount != before && (amount <= Money.Zero || amount > LargestLimit))
            ModelState.AddModelError(
                field,
                "Write a limit above 0 and at most 1000000 US dollars, like 5 or 12.50. Leave it empty for no limit."
            );
    }

    protected static DateOnly? DayOf(DateTimeOffset? time) => time is { } end ? DateOnly.FromDateTime(end.UtcDateTime) : null;

    /// <summary>The last second of the day, so that the key works until its end.</summary>
    private static DateTimeOffset EndOf(DateOnly day) => new(day, new TimeOnly(23, 59, 59), TimeSpan.Zero);

    private DateTimeOffset? ReadEnd()
    {
        var before = DayOf(Current?.ExpiresAt);
        // Who writes a day beside "never" wants the day: without a script nothing else chooses it.
        if (Expiry is null or OnDay || Expiry == Never && ExpiresOn is not null && ExpiresOn != before)
            return ExpiresOn == before && (Expiry is null || before is not null) ? Current?.ExpiresAt : ReadDay();
        // A day that was there before the choice is no choice.
        if (ExpiresOn is not null && ExpiresOn != before)
            ModelState.AddModelError(nameof(ExpiresOn), "Choose either \"on a day\" and the day, or another end and no day.");
        if (Presets.Any(preset => preset.Days == Expiry))
            return EndOf(Today.AddDays(int.Parse(Expiry, CultureInfo.InvariantCulture)));
        if (Expiry != Never)
            ModelState.AddModelError(nameof(Expiry), "Choose when the key expires.");
        return null;
    }

    private DateTimeOffset? ReadDay()
    {
        if (ExpiresOn is not { } day)
        {
            if (Expiry == OnDay && ModelState[nameof(ExpiresOn)] is not { Errors.Count: > 0 })
                ModelState.AddModelError(nameof(ExpiresOn), "Choose the day on which the key expires.");
            return null;
        }

        if (day < Today)
            ModelState.AddModelError(nameof(ExpiresOn), "Choose today or a later day, or leave it empty for a key that never expires.");
        return EndOf(day);
    }
}
