using System.ComponentModel.DataAnnotations;
using Platform.ServiceDefaults.Settings;

namespace Platform.Usage.Database;

[Section("ConnectionStrings", Shared = true)]
internal sealed class UsageConnections
{
    [Required, Database, Example("Host=localhost;Database=usage;Username=usage;Password=...")]
    public string UsageDb { get; set; } = "";

    [AttributeUsage(AttributeTargets.Property)]
    private sealed class DatabaseAttribute()
        : ConnectionStringAttribute("a connection string of PostgreSQL that names a database, by at most 59 bytes")
    {
        protected override void Parse(string text) => _ = new AppRole(text);
    }
}
