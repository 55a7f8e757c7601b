using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Payments;

namespace Platform.Dashboard.Pages;

/// <summary>
/// The payment page of the sandbox, for the owner of the checkout only. It only sends webhooks; the page to which the payer returns shows
/// their effect.
/// </summary>
public sealed class SandboxCheckoutModel(CheckoutsClient checkouts, SandboxWebhookSender sender, TimeProvider time) : SignedInPage
{
    private static readonly TimeSpan LateDelay = TimeSpan.FromSeconds(5);

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public CheckoutView Checkout { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync() => await FindAsync() ? Page() : NotFound();

    public Task<IActionResult> OnPostPayAsync() => SendEventAsync(PaymentEventKind.Paid, sender.SendAsync);

    public Task<IActionResult> OnPostDeclineAsync() => SendEventAsync(PaymentEventKind.Declined, sender.SendAsync);

    public Task<IActionResult> OnPostPayLateAsync() =>
        SendEventAsync(
            PaymentEventKind.Paid,
            webhook =>
            {
                sender.SendLater(webhook, LateDelay);
                return Task.CompletedTask;
            }
        );

    public Task<IActionResult> OnPostPayTwiceAsync() =>
        SendEventAsync(PaymentEventKind.Paid, webhook => Task.WhenAll(sender.SendAsync(webhook), sender.SendAsync(webhook)));

    private async Task<IActionResult> SendEventAsync(PaymentEventKind kind, Func<SandboxWebhook, Task> send)
    {
        if (!await FindAsync())
            return NotFound();
        // A decided payment stays decided: the page may be open in two windows.
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
        if ((await checkouts.FindAsync(Person.AccountId, Id, RequestAborted)).Value is not { Provider: "sandbox" } found)
            return false;
        Checkout = found;
        return true;
    }
}
