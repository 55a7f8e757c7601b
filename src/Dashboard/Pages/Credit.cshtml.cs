using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Dashboard.Addresses;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;
using Platform.Dashboard.Web;

namespace Platform.Dashboard.Pages;

/// <summary>
/// The credit packs. A purchase redirects to the provider, which redirects back here, where the credit appears once it is paid.
/// </summary>
public sealed class CreditModel(
    UsageClient usage,
    CheckoutsClient checkouts,
    KeysClient keys,
    IOptions<PlatformOptions> options,
    TimeProvider time
) : SignedInPage
{
    private Dictionary<string, CheckoutView> checkoutByPayment = [];

    public BalanceView Balance { get; private set; } = null!;

    public IReadOnlyList<PackView> Packs { get; private set; } = [];

    public IReadOnlyList<PurchaseView> Purchases { get; private set; } = [];

    public ProviderView Provider { get; private set; } = null!;

    /// <summary>The payment that the person returns from; null otherwise.</summary>
    public CheckoutView? Returned { get; private set; }

    /// <summary>Whether there is a key already; asked only where it decides the next step.</summary>
    public bool HasKey { get; private set; }

    public StatusMark Status(PurchaseView purchase) =>
        checkoutByPayment.GetValueOrDefault(purchase.PaymentId) is { } checkout
            ? CheckoutWords.Mark(checkout)
            : StatusMark.Good(nameof(CheckoutStatus.Paid));

    /// <param name="checkout">Set by the provider's page on the way back.</param>
    public async Task OnGetAsync(Guid? checkout)
    {
        // First, so that a payment shown as paid is in the balance shown with it.
        if (checkout is { } id)
            Returned = (await checkouts.FindAsync(Person.AccountId, id, RequestAborted)).Value;
        await ReadAsync();
        if (Returned?.Status == CheckoutStatus.Paid)
            HasKey = (await keys.ListAsync(Person.Session, RequestAborted)).Any(key => KeyWords.Works(key, time.GetUtcNow()));
        // The page refreshes without a script; the link does the same for browsers that ignore the header.
        if (Returned is not null && CheckoutWords.RefreshSeconds(Returned, time.GetUtcNow()) is { } seconds)
            Response.Headers["Refresh"] = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    public async Task<IActionResult> OnPostAsync(string? packId)
    {
        if (string.IsNullOrEmpty(packId))
            return await NotBoughtAsync("This form was incomplete. Nothing was bought. Choose a pack again.");
        var returnUrl = $"{options.Value.PublicUrl}/credit";
        var started = await checkouts.StartAsync(Person.AccountId, new CheckoutRequest(packId, returnUrl), RequestAborted);
        if (!started.Succeeded)
            return await NotBoughtAsync($"Nothing was bought. {started.Refusal.Message}");
        Response.Headers.Location = started.Value.RedirectUrl;
        return StatusCode(StatusCodes.Status303SeeOther);
    }

    private async Task<IActionResult> NotBoughtAsync(string message)
    {
        ModelState.AddModelError("", message);
        await ReadAsync();
        return Page();
    }

    private async Task ReadAsync()
    {
        var account = Person.AccountId;
        var balance = usage.BalanceAsync(account, RequestAborted);
        var packs = usage.PacksAsync(RequestAborted);
        var purchases = usage.PurchasesAsync(account, RequestAborted);
        var provider = checkouts.ProviderAsync(RequestAborted);
        var known = checkouts.ListAsync(account, RequestAborted);
        await Task.WhenAll(balance, packs, purchases, provider, known);
        (Balance, Packs, Purchases, Provider) = (await balance, await packs, await purchases, await provider);
        checkoutByPayment = (await known).ToDictionary(checkout => checkout.PaymentId);
        if (Provider.CheckoutOrigin is { } origin)
            SecurityHeaders.AllowFormsTo(HttpContext, origin);
    }
}
