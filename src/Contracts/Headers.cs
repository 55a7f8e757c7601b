namespace Platform.Contracts;

/// <summary>Headers of the requests between our services.</summary>
public static class ServiceHeaders
{
    /// <summary>The service token. Every path of Accounts and Usage asks for it, except the health checks.</summary>
    public const string ServiceToken = "X-Service-Token";

    /// <summary>The session token of the person for whom the dashboard calls Accounts.</summary>
    public const string Session = "X-Session";
}
