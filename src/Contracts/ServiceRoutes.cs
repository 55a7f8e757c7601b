namespace Platform.Contracts;

/// <summary>The routes of Accounts, as it maps them and as other services call them.</summary>
public static class AccountsRoutes
{
    public const string Accounts = "/accounts",
        AccountLimits = Accounts + "/{id:guid}/limits",
        Catalogue = "/catalogue",
        Prices = Catalogue + "/prices",
        Keys = "/keys",
        Key = Keys + "/{id}",
        KeyOwners = Keys + "/owners",
        RotateKey = Key + "/rotate",
        UseKey = Key + "/use",
        VerifyKey = Keys + "/verify",
        Compromised = "/compromised",
        DevelopmentMails = "/development/mails",
        Password = "/password",
        PasswordResets = "/password-resets",
        PasswordReset = PasswordResets + "/completion",
        Registrations = "/registrations",
        Registration = Registrations + "/completion",
        SecurityEvents = "/security-events",
        Session = "/session",
        Sessions = "/sessions",
        OneSession = Sessions + "/{id:guid}",
        OtherSessions = Sessions + "/others";

    /// <summary>The path of <see cref="AccountLimits"/> for one account.</summary>
    public static string ForLimits(Guid account) => $"{Accounts}/{account}/limits";

    /// <summary>The path of <see cref="OneSession"/> for one session.</summary>
    public static string ForSession(Guid id) => $"{Sessions}/{id}";

    /// <summary>The path of <see cref="Key"/> or <see cref="RotateKey"/> for one key.</summary>
    public static string For(string route, string keyId) => route.Replace("{id}", Uri.EscapeDataString(keyId), StringComparison.Ordinal);
}

/// <summary>The routes of Usage, as it maps them and as other services call them.</summary>
public static class UsageRoutes
{
    private const string AccountId = "{id:guid}",
        Account = "/accounts/" + AccountId;

    public const string Balance = Account + "/balance",
        Budgets = Account + "/budgets",
        Checkouts = Account + "/checkouts",
        Checkout = Checkouts + "/{checkoutId:guid}",
        Promotions = Account + "/promotions",
        Purchases = Account + "/purchases",
        Refunds = Account + "/refunds",
        Records = Account + "/usage",
        Hours = Records + "/hourly",
        Log = Account + "/log",
        Days = Records + "/daily",
        Sessions = Records + "/sessions",
        Session = Sessions + "/{sessionId}",
        Request = Records + "/{requestId}",
        Measured = "/measured",
        Packs = "/packs",
        Provider = "/provider",
        Reconciliation = "/reconciliation",
        Refused = Account + "/refused",
        RefusedRequest = Refused + "/{requestId}",
        RefusedIntake = "/refused",
        Totals = "/totals",
        Transactions = Account + "/transactions",
        Webhook = "/webhooks/{provider}";

    /// <summary>The path of <see cref="Webhook"/> for one provider.</summary>
    public static string ForWebhook(string provider) =>
        Webhook.Replace("{provider}", Uri.EscapeDataString(provider), StringComparison.Ordinal);

    /// <summary>The path of a route of one account.</summary>
    public static string For(string route, Guid account) => route.Replace(AccountId, account.ToString(), StringComparison.Ordinal);

    /// <summary>The path of <see cref="Checkout"/>, <see cref="Request"/> or <see cref="RefusedRequest"/> for one of them.</summary>
    public static string For(string route, Guid account, string item) =>
        For(route[..(route.LastIndexOf('/') + 1)], account) + Uri.EscapeDataString(item);
}
