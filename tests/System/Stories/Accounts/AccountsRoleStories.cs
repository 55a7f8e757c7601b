using Aspire.Hosting.Testing;
using Npgsql;
using Xunit;

namespace Platform.Tests.Stories.Accounts;

/// <summary>The role that Accounts works as.</summary>
[Collection(PlatformCollection.Name)]
public sealed class AccountsRoleStories(PlatformFixture platform)
{
    [Fact]
    public async Task Accounts_works_as_a_role_that_owns_nothing_and_reaches_only_its_own_database()
    {
        // So that a connection is there to be looked at.
        await Person.RegisterAsync(platform, pack: null);
        var address = await platform.App.GetConnectionStringAsync("accountsdb");
        await using var owner = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(address) { Pooling = false }.ConnectionString);
        await owner.OpenAsync();
        Assert.Equal(
            "accounts_app",
            await ScalarAsync(
                owner,
                "SELECT string_agg(DISTINCT usename::text, ',') FROM pg_stat_activity WHERE datname = 'accounts' AND application_name = 'accounts'"
            )
        );
        const string own = "SELECT count(*) FROM pg_class WHERE relowner = 'accounts_app'::regrole";
        Assert.Equal(0L, await ScalarAsync(owner, own));
        const string rights =
            "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls FROM pg_roles WHERE rolname = '{0}'";
        foreach (
            var (role, database, other) in ((string, string, string)[])
                [("accounts_app", "accounts", "usage"), ("usage_app", "usage", "accounts")]
        )
        {
            Assert.Equal(false, await ScalarAsync(owner, rights.Replace("{0}", role, StringComparison.Ordinal)));
            Assert.Equal(true, await ScalarAsync(owner, $"SELECT has_database_privilege('{role}', '{database}', 'CONNECT')"));
            Assert.Equal(false, await ScalarAsync(owner, $"SELECT has_database_privilege('{role}', '{other}', 'CONNECT')"));
        }

        // A table that nobody names in grants.sql is closed, and what a price was stays.
        Assert.Equal(false, await ScalarAsync(owner, "SELECT has_table_privilege('accounts_app', 'schema_migrations', 'SELECT')"));
        Assert.Equal(false, await ScalarAsync(owner, "SELECT has_table_privilege('accounts_app', 'prices', 'UPDATE, DELETE, TRUNCATE')"));
        Assert.Equal(false, await ScalarAsync(owner, "SELECT has_schema_privilege('accounts_app', 'public', 'CREATE')"));
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
