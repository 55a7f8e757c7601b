using System.Net.Http.Json;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Operations;

/// <summary>
/// The history of the demo account, asked for on a platform whose other stories do without. It is on the platform of the faults, because
/// services restart with it.
/// </summary>
[Collection(FaultCollection.Name)]
public sealed class DemoStories(FaultPlatform platform)
{
    private static readonly string Account = $"/accounts/{DemoAccount.Id}";

    [Fact]
    public async Task A_fortnight_of_usage_comes_once_and_adds_up()
    {
        await platform.AskForHistoryAsync();
        var before = await MadeAsync();
        Assert.InRange(before.Sessions.Sessions.Count, 15, 50);
        Assert.Contains(before.Refused.Requests, request => request.Code == "model_not_found");
        Assert.Contains(before.Payments, payment => payment.Status == CheckoutStatus.Declined);
        Assert.Contains(
            before.Payments,
            payment => payment is { Status: CheckoutStatus.Paid, PaidAt: { } paid } && paid < TimeProvider.System.GetUtcNow().AddDays(-1)
        );

        // The credit was there before it was spent, each day.
        var transactions = (await platform.Usage.GetFromJsonAsync<TransactionPage>($"{Account}/transactions?limit=200"))!;
        Assert.All(transactions.Transactions, line => Assert.True(line.Balance > Money.Zero, $"{line}"));
        Assert.Equal(transactions.Balance, (await platform.Usage.GetFromJsonAsync<BalanceView>(Account + "/balance"))!.Credit);
        await platform.ExpectSettledAsync();

        // The next start finds all of it.
        await platform.RestartAsync("usage");
        await platform.ExpectSettledAsync();
        var after = await MadeAsync();
        Assert.Equal(
            (before.Records, before.Refused.Requests.Count, before.Payments.Count),
            (after.Records, after.Refused.Requests.Count, after.Payments.Count)
        );
    }

    private async Task<(long Records, UsageSessionPage Sessions, RefusedPage Refused, IReadOnlyList<CheckoutView> Payments)> MadeAsync()
    {
        await Eventually.TrueAsync(
            () => Task.FromResult(platform.Logs.Of("usage").Any(line => line.Contains("fortnight of history", StringComparison.Ordinal))),
            "the history to be made"
        );
        await platform.ExpectSettledAsync();
        var days = (await platform.Usage.GetFromJsonAsync<UsageDay[]>(Account + "/usage/daily"))!;
        return (
            days.Sum(day => day.Requests),
            (await platform.Usage.GetFromJsonAsync<UsageSessionPage>(Account + "/usage/sessions?limit=200"))!,
            (await platform.Usage.GetFromJsonAsync<RefusedPage>(Account + "/refused?limit=200"))!,
            (await platform.Usage.GetFromJsonAsync<CheckoutView[]>(Account + "/checkouts"))!
        );
    }
}
