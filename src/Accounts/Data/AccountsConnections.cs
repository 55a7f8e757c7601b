using System.ComponentModel.DataAnnotations;
using Platform.ServiceDefaults.Settings;

namespace Platform.Accounts.Data;

[Section("ConnectionStrings", Shared = true)]
internal sealed class AccountsConnections
{
    [Required, Postgres, Example("Host=localhost;Database=accounts;Username=accounts;Password=...")]
    public string AccountsDb { get; set; } = "";

    [AttributeUsage(AttributeTargets.Property)]
    private sealed class PostgresAttribute()
        : ConnectionStringAttribute("a connection string of PostgreSQL that names a database, by at most 59 bytes")
    {
        protected override void Parse(string text) => _ = new AppRole(text);
    }
}
