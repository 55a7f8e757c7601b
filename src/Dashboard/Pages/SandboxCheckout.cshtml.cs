using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Payments;

namespace Platform.Dashboard.Pages;

/// <summary>
/// The payment page of the sandbox, for the owner of the checkout only. It decides nothing: it sends webhooks, and what they do is
/// seen where the payer comes back to.
/// </summary>
public sealed class SandboxCheckoutModel(CheckoutsClient checkouts, SandboxCourier courier, TimeProvider time) : SignedInPage
{
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(5);

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public CheckoutView Checkout { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync() => await FindAsync() ? Page() : NotFound();

    public Task<IActionResult> OnPostPayAsync() => TellAsync(PaymentEventKind.Paid, courier.SendAsync);

    public Task<IActionResult> OnPostDeclineAsync() => TellAsync(PaymentEventKind.Declined, courier.SendAsync);

    public Task<IActionResult> OnPostPayLateAsync() =>
        TellAsync(
            PaymentEventKind.Paid,
            webhook =>
            {
                courier.SendLater(webhook, Late);
                return Task.CompletedTask;
            }
        );

    public Task<IActionResult> OnPostPayTwiceAsync() =>
        TellAsync(PaymentEventKind.Paid, webhook => Task.WhenAll(courier.SendAsync(webhook), courier.SendAsync(webhook)));

    private async Task<IActionResult> TellAsync(PaymentEventKind kind, Func<SandboxWebhook, Task> send)
    {
        if (!await FindAsync())
            return NotFound();
        // What is decided stays: the page may have been open in two windows.
        if (Checkout.Status == CheckoutStatus.Pending)
            await send(
                new SandboxWebhook(
                    $"evt_{Guid.CreateVersion7(time.GetUtcNow()):N}",
                    kind,
                    Id,
                    kind == PaymentEventKind.Paid ? Checkout.Price : Money.Zero
                )
            );
        return LocalRedirect($"~/credit?checkout={Id}");
    }

    private async Task<bool> FindAsync()
    {
        if ((await checkouts.FindAsync(Person.AccountId, Id, Gone)).Value is not { Provider: "sandbox" } found)
            return false;
        Checkout = found;
        return true;
    }
}
