using Npgsql;
using Platform.Contracts;

namespace Platform.Accounts.Keys;

/// <summary>
/// Returns the accounts of keys by their public ids to the services that refuse requests, so that a refusal is told to the owner of the
/// key that was meant. Whatever the key's status: an old key's owner has most need of it.
/// </summary>
internal static class KeyOwnership
{
    private const string Sql = "SELECT id, account_id FROM api_keys WHERE id = ANY($1)";

    public static void MapKeyOwnership(this IEndpointRouteBuilder routes) => routes.MapPost(AccountsRoutes.KeyOwners, FindAsync);

    private static async Task<IResult> FindAsync(KeyOwnersRequest request, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        if (KeyRequestRules.Check(request) is { } invalid)
            return invalid;
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. request.Ids] });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var owners = new List<KeyOwner>();
        while (await rows.ReadAsync(cancellationToken))
            owners.Add(new KeyOwner(rows.GetString(0), rows.GetGuid(1)));
        return Results.Ok(owners);
    }
}
