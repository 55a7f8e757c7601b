using System.Text.Json;
using Platform.Contracts;

namespace Platform.AppHost.Commands;

/// <summary>The commands for the running platform in the Aspire dashboard and in <c>aspire resource</c>.</summary>
internal static class PlatformCommands
{
    public const string TopUp = "top-up",
        MintKey = "mint-key",
        Fail = "fail",
        Reconcile = "reconcile";

    private const string Amount = "amount";
    private static readonly Money LargestAmount = Money.FromUsd(1_000);

    /// <summary>Gives the demo account credit, as a promotion in the ledger.</summary>
    public static IResourceBuilder<ProjectResource> WithTopUpCommand(
        this IResourceBuilder<ProjectResource> usage,
        PlatformServices services
    ) =>
        usage.WithCommand(
            TopUp,
            "Top up the demo account",
            async context =>
            {
                if (
                    !AmountText.TryParse(context.Arguments.GetString(Amount), out var amount, out _)
                    || amount <= Money.Zero
                    || amount > LargestAmount
                )
                    return CommandResults.Failure(
                        $"The amount is a number of US dollars above 0 and up to {LargestAmount.Usd:N0}, for example 5 or 12.50."
                    );
                var promotion = new PromotionRequest($"dashboard-{Guid.CreateVersion7():N}", amount, "Topped up in the Aspire dashboard");
                await services.SendAsync(
                    HttpMethod.Post,
                    usage.GetEndpoint("http"),
                    $"/accounts/{DemoAccount.Id}/promotions",
                    promotion,
                    cancellationToken: context.CancellationToken
                );
                return CommandResults.Success($"The demo account has {amount} more.");
            },
            new CommandOptions
            {
                Description = "Adds credit to the demo account.",
                IconName = "Money",
                ConfirmationMessage = "Give the demo account more credit?",
                IsHighlighted = true,
                Arguments =
                [
                    new InteractionInput
                    {
                        Name = Amount,
                        Label = "US dollars",
                        InputType = InputType.Text,
                        Value = "5",
                        Required = true,
                    },
                ],
            }
        );

    /// <summary>Creates a key of the demo account. It is shown once; the platform stores its hash.</summary>
    public static IResourceBuilder<ProjectResource> WithMintKeyCommand(
        this IResourceBuilder<ProjectResource> accounts,
        PlatformServices services,
        ParameterResource demoPassword
    ) =>
        accounts.WithCommand(
            MintKey,
            "Mint an API key",
            async context =>
            {
                var endpoint = accounts.GetEndpoint("http");
                var password = await demoPassword.GetValueAsync(context.CancellationToken);
                var signIn = new SignInRequest(DemoAccount.Email, password!, "Aspire dashboard");
                var session = (
                    await services.SendAsync(HttpMethod.Post, endpoint, "/sessions", signIn, cancellationToken: context.CancellationToken)
                )
                    .GetProperty("token")
                    .GetString();
                var key = new CreateKeyRequest("Minted in the Aspire dashboard");
                var created = await services.SendAsync(HttpMethod.Post, endpoint, "/keys", key, session, context.CancellationToken);
                await services.SendAsync(
                    HttpMethod.Delete,
                    endpoint,
                    "/session",
                    session: session,
                    cancellationToken: context.CancellationToken
                );
                return CommandResults.Success(
                    "The key is shown this once.",
                    created.GetProperty("secret").GetString()!,
                    CommandResultFormat.Text,
                    displayImmediately: true
                );
            },
            new CommandOptions
            {
                Description = "Makes an API key of the demo account, and shows it once.",
                IconName = "Key",
                ConfirmationMessage = "Make another API key for the demo account? It is shown once.",
                IsHighlighted = true,
            }
        );

    /// <summary>Makes every request to the scripted upstream fail with 503 for a minute.</summary>
    public static IResourceBuilder<ProjectResource> WithFailCommand(this IResourceBuilder<ProjectResource> fake) =>
        fake.WithHttpCommand(
            "/outage",
            "Fail for a minute",
            commandName: Fail,
            commandOptions: new HttpCommandOptions
            {
                Description = "Answers every request with 503 for a minute.",
                IconName = "PlugDisconnected",
                ConfirmationMessage = "Let every request to this upstream fail for a minute?",
                IsHighlighted = true,
            }
        );

    /// <summary>
    /// Checks every money invariant on the live ledger and till, and compares them with the upstream's own count, if it has one.
    /// </summary>
    /// <param name="upstream">The scripted upstream; null for a real one, which has no tally.</param>
    public static IResourceBuilder<ProjectResource> WithReconcileCommand(
        this IResourceBuilder<ProjectResource> usage,
        PlatformServices services,
        IResourceBuilder<ProjectResource>? upstream
    ) =>
        usage.WithCommand(
            Reconcile,
            "Reconcile now",
            async context =>
            {
                var query = upstream is null ? "" : "?upstream=" + Uri.EscapeDataString(upstream.GetEndpoint("http").Url);
                var report = await services.SendAsync(
                    HttpMethod.Get,
                    usage.GetEndpoint("http"),
                    "/reconciliation" + query,
                    cancellationToken: context.CancellationToken
                );
                var text = JsonSerializer.Serialize(report, Indented);
                return report.GetProperty("clean").GetBoolean()
                    ? CommandResults.Success("Everything adds up.", text, CommandResultFormat.Json, displayImmediately: true)
                    : CommandResults.Failure("Something does not add up; the report says what.", text, CommandResultFormat.Json);
            },
            new CommandOptions
            {
                Description = "Checks every money invariant on live data.",
                IconName = "Scales",
                ConfirmationMessage = "Read the whole ledger and the till, and compare them?",
                IsHighlighted = true,
            }
        );

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
}
