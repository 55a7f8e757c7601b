namespace Platform.Contracts;

/// <summary>Headers between our own services.</summary>
public static class ServiceHeaders
{
    /// <summary>The service credential; every endpoint of Accounts and Usage but the health checks asks for it.</summary>
    public const string ServiceToken = "X-Service-Token";

    /// <summary>The token of the person's session on whose behalf the dashboard calls Accounts.</summary>
    public const string Session = "X-Session";
}
