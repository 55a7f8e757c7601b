namespace Platform.Contracts;

/// <summary>Paths of Accounts that other services call. They begin with a slash and are relative to the service's address.</summary>
public static class AccountsRoutes
{
    public const string
        Accounts = "/accounts",
        Catalogue = "/catalogue",
        Keys = "/keys",
        Password = "/password",
        Session = "/session",
        Sessions = "/sessions",
        VerifyKey = Keys + "/verify";

    public static string Key(string id) => $"{Keys}/{Uri.EscapeDataString(id)}";

    public static string RotateKey(string id) => Key(id) + "/rotate";
}

/// <summary>Paths of Usage that other services call. They begin with a slash and are relative to the service's address.</summary>
public static class UsageRoutes
{
    public const string
        Packs = "/packs",
        Provider = "/provider",
        Reconciliation = "/reconciliation",
        Totals = "/totals";

    public static string Balance(Guid account) => Of(account, "balance");

    public static string Budgets(Guid account) => Of(account, "budgets");

    public static string Usage(Guid account) => Of(account, "usage");

    public static string UsageByHour(Guid account) => Of(account, "usage/hourly");

    public static string Request(Guid account, string requestId) => Of(account, "usage/" + Uri.EscapeDataString(requestId));

    private static string Of(Guid account, string path) => $"/accounts/{account}/{path}";
}
