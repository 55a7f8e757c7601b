using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Platform.Contracts;

namespace Platform.Accounts.Sessions;

/// <summary>
/// The person on whose behalf a request is sent. An endpoint with a <see cref="Caller"/> parameter requires a session:
/// <see cref="SessionGate"/> returns 401 before the endpoint runs when there is none.
/// </summary>
internal sealed record Caller(AccountView Account, byte[] TokenHash, string? Client) : IEndpointParameterMetadataProvider
{
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new SessionRequired());

    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult(context.Features.Get<Caller>());
}

internal sealed record SessionRequired;
