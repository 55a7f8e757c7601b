using Microsoft.AspNetCore.Http;
using Platform.Contracts;

namespace Platform.ServiceDefaults.Refused;

/// <summary>A refusal as the service saw it that refused.</summary>
/// <param name="KeyId">The public id of the key that was sent.</param>
/// <param name="Account">The account of a key whose secret is in force; null where that was not checked, or is not so.</param>
/// <param name="Network">The caller's, under the name by which it is counted.</param>
public sealed record RefusedCall(
    string RequestId,
    DateTimeOffset At,
    string KeyId,
    Guid? Account,
    string Network,
    string Endpoint,
    string? Model,
    string? Client,
    int Status,
    string Code,
    string Message
)
{
    /// <summary>Where tools put a key, wrong places included.</summary>
    private static readonly string[] Headers = ["Authorization", "x-api-key", "api-key", "x-goog-api-key", "x-api-token"],
        Parameters = ["key", "api_key", "api-key", "apikey"];

    public bool Verified => Account is not null;

    /// <summary>The public id in whatever the request sends as a key; null where there is none.</summary>
    public static string? ClaimedKeyId(HttpRequest request) =>
        Headers.Select(name => ApiKey.ClaimedId(request.Headers[name].ToString())).FirstOrDefault(id => id is not null)
        ?? Parameters.Select(name => ApiKey.ClaimedId(request.Query[name].ToString())).FirstOrDefault(id => id is not null);

    /// <param name="count">How many calls the entry stands for.</param>
    public RefusedRequest ToEntry(Guid account, int count) =>
        new RefusedRequest(RequestId, account, KeyId, At, Endpoint, Model, Client, Status, Code, Message, Verified, count).Cleaned();
}
