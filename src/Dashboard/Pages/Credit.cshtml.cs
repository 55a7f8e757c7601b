using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;
using Platform.Dashboard.Forms;

namespace Platform.Dashboard.Pages;

/// <summary>Sandbox credit packs. Each form that is shown is one payment, however often it is sent.</summary>
public sealed class CreditModel(UsageClient usage, TimeProvider time) : SignedInPage
{
    public BalanceView Balance { get; private set; } = null!;

    public IReadOnlyList<PackView> Packs { get; private set; } = [];

    public IReadOnlyList<PurchaseView> Purchases { get; private set; } = [];

    /// <summary>A payment of which we do not know whether it was booked; it can be sent again as it is.</summary>
    public PurchaseRequest? Unconfirmed { get; private set; }

    public string FreshPaymentId() => PaymentId.Fresh(time);

    public async Task OnGetAsync() => await ReadAsync();

    public async Task<IActionResult> OnPostAsync(string? paymentId, string? packId)
    {
        if (!PaymentId.IsValid(paymentId) || string.IsNullOrEmpty(packId))
            return await NotBoughtAsync("This form was incomplete. Nothing was bought. Choose a pack again.");

        var request = new PurchaseRequest(paymentId!, packId);
        try
        {
            var bought = await usage.BuyAsync(Person.AccountId, request, Gone);
            if (!bought.Succeeded)
                return await NotBoughtAsync($"Nothing was bought. {bought.Refusal.Message}");
            Notice = $"{Amounts.Exact(bought.Value.Credit)} of credit was added to your account.";
            return LocalRedirect("~/credit");
        }
        catch (ServiceAwayException)
        {
            Unconfirmed = request;
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Page();
        }
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
        await Task.WhenAll(balance, packs, purchases);
        (Balance, Packs, Purchases) = (await balance, await packs, await purchases);
    }
}
