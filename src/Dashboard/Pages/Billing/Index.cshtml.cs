using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Dashboard.Addresses;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;
using Platform.Dashboard.Forms;
using Platform.Dashboard.Web;

namespace Platform.Dashboard.Pages.Billing;

/// <summary>
/// The credit: what there is, what moved it, and packs to buy. A purchase redirects to the provider, which redirects back here, where the
/// credit appears once it is paid.
/// </summary>
public sealed class IndexModel(
    UsageClient usage,
    CheckoutsClient checkouts,
    KeysClient keys,
    IOptions<PlatformOptions> options,
    TimeProvider time
) : SignedInPage
{
    private const int LastTransactions = 10;

    /// <summary>What the payer chose instead of a pack.</summary>
    [BindProperty]
    public Money? Amount { get; set; }

    /// <summary>The payment whose end is shown on the next page, once.</summary>
    [TempData]
    public Guid? Decided { get; set; }

    public BalanceView Balance { get; private set; } = null!;

    public IReadOnlyList<PackView> Packs { get; private set; } = [];

    public TransactionPage Log { get; private set; } = null!;

    public PaymentRows Payments { get; private set; } = null!;

    public ProviderView Provider { get; private set; } = null!;

    /// <summary>The payment that the person returns from; null otherwise.</summary>
    public CheckoutView? Returned { get; private set; }

    /// <summary>Whether there is a key already; asked only where it decides the next step.</summary>
    public bool HasKey { get; private set; }

    /// <param name="checkout">Set by the provider's page on the way back.</param>
    public async Task<IActionResult> OnGetAsync(Guid? checkout)
    {
        // First, so that a payment shown as paid is in the balance shown with it.
        Returned = await FindAsync(checkout ?? Decided);
        if (checkout is not null && Returned is { Status: not CheckoutStatus.Pending })
        {
            // The address of a payment that is decided is left, so that a reload does not say it again.
            Decided = Returned.Id;
            return LocalRedirect("~/credit");
        }

        await ReadAsync();
        if (Returned?.Status == CheckoutStatus.Paid)
            HasKey = (await keys.ListAsync(Person.Session, RequestAborted)).Any(key => KeyWords.Works(key, time.GetUtcNow()));
        // The page refreshes without a script; the link does the same for browsers that ignore the header.
        if (Returned is not null && CheckoutWords.RefreshSeconds(Returned, time.GetUtcNow()) is { } seconds)
            Response.Headers["Refresh"] = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? packId)
    {
        if (!Check(packId))
            return await ShowAgainAsync();
        var request = new CheckoutRequest(Amount is null ? packId : null, $"{options.Value.PublicUrl}/credit", Amount: Amount);
        var started = await checkouts.StartAsync(Person.AccountId, request, RequestAborted);
        if (!started.Succeeded)
        {
            ModelState.AddModelError("", "Nothing was bought.");
            ModelState.Add(started.Refusal, ("amount", nameof(Amount)), ("packId", ""));
            return await ShowAgainAsync();
        }

        Response.Headers.Location = started.Value.RedirectUrl;
        return StatusCode(StatusCodes.Status303SeeOther);
    }

    private async Task<CheckoutView?> FindAsync(Guid? id) =>
        id is { } checkout ? (await checkouts.FindAsync(Person.AccountId, checkout, RequestAborted)).Value : null;

    /// <summary>Whether the form names a pack or an amount; what is wrong is in the model state.</summary>
    private bool Check(string? packId)
    {
        if (ModelState.IsValid && Amount is null && string.IsNullOrEmpty(packId))
        {
            // The card of the amount has its field even when it is empty.
            var isAmount = Request.Form.ContainsKey(nameof(Amount));
            ModelState.AddModelError(
                isAmount ? nameof(Amount) : "",
                isAmount ? $"Write {AmountText.Form}." : "This form was incomplete. Nothing was bought. Choose a pack again."
            );
        }

        return ModelState.IsValid;
    }

    private async Task<IActionResult> ShowAgainAsync()
    {
        await ReadAsync();
        return Page();
    }

    private async Task ReadAsync()
    {
        var account = Person.AccountId;
        var packs = usage.PacksAsync(RequestAborted);
        var log = usage.TransactionsAsync(account, null, LastTransactions, RequestAborted);
        var provider = checkouts.ProviderAsync(RequestAborted);
        var known = checkouts.ListAsync(account, RequestAborted);
        await Task.WhenAll(packs, log, provider, known);
        // After the lines: what the till has more than they is on its way into the ledger, and not the other way round.
        (Packs, Log, Provider, Balance) = (
            await packs,
            (await log).Expect(),
            await provider,
            await usage.BalanceAsync(account, RequestAborted)
        );
        Payments = new PaymentRows(await known, time.GetUtcNow());
        if (Provider.CheckoutOrigin is { } origin)
            SecurityHeaders.AllowFormsTo(HttpContext, origin);
    }
}
