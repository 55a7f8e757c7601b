using System.ComponentModel.DataAnnotations;
using Npgsql;
using Platform.ServiceDefaults.Settings;

namespace Platform.Accounts.Data;

[Section("ConnectionStrings", Shared = true)]
internal sealed class AccountsConnections
{
    [Required, Postgres, Example("Host=localhost;Database=accounts;Username=accounts;Password=...")]
    public string AccountsDb { get; set; } = "";

    [AttributeUsage(AttributeTargets.Property)]
    private sealed class PostgresAttribute() : ConnectionStringAttribute("a connection string of PostgreSQL")
    {
        protected override void Parse(string text) => _ = new NpgsqlConnectionStringBuilder(text);
    }
}
