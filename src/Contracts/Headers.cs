namespace Platform.Contracts;

/// <summary>Headers of the requests between our services.</summary>
public static class ServiceHeaders
{
    /// <summary>The service token. Every path of Accounts and Usage asks for it, except the health checks.</summary>
    public const string ServiceToken = "X-Service-Token";

    /// <summary>The session token of the person for whom the dashboard calls Accounts.</summary>
    public const string Session = "X-Session";

    /// <summary>
    /// The public id of the key for which the dashboard calls the gateway, beside <see cref="ServiceToken"/> and <see cref="Session"/>. Without
    /// the right service token it means nothing.
    /// </summary>
    public const string OnBehalfOfKey = "X-On-Behalf-Of-Key";

    /// <summary>
    /// The network address of the person for whom the dashboard calls Accounts, which limits sign-ins by it. A service of ours that calls
    /// by itself sends none, and is not limited.
    /// </summary>
    public const string ClientAddress = "X-Client-Address";
}
