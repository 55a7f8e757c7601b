using System.Net;
using System.Net.Http.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Operations;

/// <summary>What an operator can do from the Aspire dashboard.</summary>
[Collection(PlatformCollection.Name)]
public sealed class CommandStories(PlatformFixture platform)
{
    [Theory]
    [InlineData(null, 5)]
    [InlineData("12.50", 12.5)]
    public async Task Top_up_gives_the_demo_account_credit(string? amount, double usd)
    {
        var before = await CreditAsync();
        Assert.Equal(
            $"The demo account has ${usd:0.00} more.",
            (await RunAsync("usage", "top-up", amount is null ? [] : [("amount", amount)])).Message
        );
        Assert.Equal(before + Money.FromUsd((decimal)usd), await CreditAsync());
        await platform.ExpectSettledAsync();
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("12,50")]
    [InlineData("1001")]
    [InlineData("much")]
    public async Task A_top_up_of_no_amount_says_which_amounts_there_are(string amount)
    {
        var before = await CreditAsync();
        var result = await ResultAsync("usage", "top-up", ("amount", amount));
        Assert.False(result.Success);
        Assert.Equal("The amount is a number of US dollars above 0 and up to 1,000, for example 5 or 12.50.", result.Message);
        Assert.Equal(before, await CreditAsync());
    }

    [Fact]
    public async Task A_minted_key_is_shown_once_and_works()
    {
        var result = await RunAsync("accounts", "mint-key");
        Assert.Equal(("The key is shown this once.", true), (result.Message, result.Data!.DisplayImmediately));
        using var client = platform.Gateway(result.Data.Value);
        using var answer = await client.ChatAsync(Chat.Body());
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain(platform.Logs.Of("accounts"), line => line.Contains(result.Data.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failing_upstream_is_reported_as_unavailable_and_free()
    {
        var person = await Person.RegisterAsync(platform);
        using var client = await person.ClientAsync();
        await RunAsync("fakeupstream", "fail");
        try
        {
            using var refused = await client.ChatAsync(Chat.Body());
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        }
        finally
        {
            using var ended = await platform.Upstream.DeleteAsync("/outage");
            Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        }

        using var answer = await client.ChatAsync(Chat.Body());
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Money.Zero, (await person.UsageAsync(2))[^1].Charge);
    }

    [Fact]
    public async Task Reconcile_shows_the_report()
    {
        var result = await RunAsync("usage", "reconcile");
        Assert.Equal(
            ("Everything adds up.", CommandResultFormat.Json, true),
            (result.Message, result.Data!.Format, result.Data.DisplayImmediately)
        );
        Assert.Contains("\"clean\": true", result.Data.Value, StringComparison.Ordinal);
    }

    /// <summary>An operator is asked before anything changes, and sees at a glance what a command is about.</summary>
    [Fact]
    public void Every_command_of_ours_has_an_icon_and_asks_first()
    {
        string[] ours = ["fail", "mint-key", "reconcile", "test", "top-up", "un-pause"];
        var commands = platform
            .App.Services.GetRequiredService<DistributedApplicationModel>()
            .Resources.SelectMany(resource => resource.Annotations.OfType<ResourceCommandAnnotation>())
            .Where(command => ours.Contains(command.Name))
            .ToArray();
        Assert.Equal(ours, commands.Select(command => command.Name).Order(StringComparer.Ordinal));
        Assert.All(
            commands,
            command =>
                Assert.True(
                    command is { IconName.Length: > 0, ConfirmationMessage.Length: > 0, DisplayDescription.Length: > 0 },
                    command.Name
                )
        );
    }

    private async Task<Money> CreditAsync() =>
        (await platform.Usage.GetFromJsonAsync<BalanceView>($"/accounts/{DemoAccount.Id}/balance"))!.Credit;

    private async Task<ExecuteCommandResult> RunAsync(string resource, string command, params (string Name, string Value)[] arguments)
    {
        var result = await ResultAsync(resource, command, arguments);
        Assert.True(result.Success, result.Message);
        return result;
    }

    private async Task<ExecuteCommandResult> ResultAsync(string resource, string command, params (string Name, string Value)[] arguments)
    {
        using var timeout = new CancellationTokenSource(Eventually.Timeout);
        var inputs = new InteractionInputCollection([
            .. arguments.Select(argument => new InteractionInput
            {
                Name = argument.Name,
                InputType = InputType.Text,
                Value = argument.Value,
            }),
        ]);
        return await platform.App.ResourceCommands.ExecuteCommandAsync(resource, command, inputs, timeout.Token);
    }
}
