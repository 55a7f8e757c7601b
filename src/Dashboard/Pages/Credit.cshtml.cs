using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;
using Platform.Dashboard.Web;

namespace Platform.Dashboard.Pages;

/// <summary>
/// Credit packs. Buying one sends the person to the provider; they come back here, where the credit appears once it is paid.
/// </summary>
public sealed class CreditModel(UsageClient usage, CheckoutsClient checkouts, TimeProvider time) : SignedInPage
{
    private Dictionary<string, CheckoutView> checkoutOf = [];

    public BalanceView Balance { get; private set; } = null!;

    public IReadOnlyList<PackView> Packs { get; private set; } = [];

    public IReadOnlyList<PurchaseView> Purchases { get; private set; } = [];

    public ProviderView Provider { get; private set; } = null!;

    /// <summary>The payment the person comes back from; null when they come from anywhere else.</summary>
    public CheckoutView? Returned { get; private set; }

    public string StatusOf(PurchaseView purchase) =>
        checkoutOf.GetValueOrDefault(purchase.PaymentId) is { } checkout ? CheckoutWords.Short(checkout) : nameof(CheckoutStatus.Paid);

    /// <param name="checkout">Set by the provider's page on the way back.</param>
    public async Task OnGetAsync(Guid? checkout)
    {
        // First, so that a payment shown as paid is in the balance shown with it.
        if (checkout is { } id)
            Returned = (await checkouts.FindAsync(Person.AccountId, id, Gone)).Value;
        await ReadAsync();
        // The page looks again without a script; the link does the same for those whose browser does not.
        if (Returned is not null && CheckoutWords.LookAgain(Returned, time.GetUtcNow()) is { } seconds)
            Response.Headers["Refresh"] = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    public async Task<IActionResult> OnPostAsync(string? packId)
    {
        if (string.IsNullOrEmpty(packId))
            return await NotBoughtAsync("This form was incomplete. Nothing was bought. Choose a pack again.");
        var back = $"{Request.Scheme}://{Request.Host}{Request.PathBase}/credit";
        var started = await checkouts.StartAsync(Person.AccountId, new CheckoutRequest(packId, back), Gone);
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
        var balance = usage.BalanceAsync(account, Gone);
        var packs = usage.PacksAsync(Gone);
        var purchases = usage.PurchasesAsync(account, Gone);
        var provider = checkouts.ProviderAsync(Gone);
        var known = checkouts.ListAsync(account, Gone);
        await Task.WhenAll(balance, packs, purchases, provider, known);
        (Balance, Packs, Purchases, Provider) = (await balance, await packs, await purchases, await provider);
        checkoutOf = (await known).ToDictionary(checkout => checkout.PaymentId);
        if (Provider.CheckoutOrigin is { } origin)
            SecurityHeaders.AllowFormsTo(HttpContext, origin);
    }
}
