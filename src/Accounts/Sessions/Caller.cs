using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Platform.Contracts;

namespace Platform.Accounts.Sessions;

/// <summary>
/// The person on whose behalf a request comes. An endpoint that takes a <see cref="Caller"/> thereby asks for a session:
/// <see cref="SessionGate"/> answers 401 before the endpoint runs when there is none.
/// </summary>
internal sealed record Caller(AccountView Account, byte[] TokenHash) : IEndpointParameterMetadataProvider
{
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new SessionRequired());

    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult(context.Features.Get<Caller>());
}

internal sealed record SessionRequired;
