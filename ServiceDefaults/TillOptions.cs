using System.ComponentModel.DataAnnotations;
using Platform.ServiceDefaults.Settings;
using StackExchange.Redis;

namespace Platform.ServiceDefaults;

[Section("ConnectionStrings", Shared = true)]
public sealed class TillOptions
{
    [Required, Redis, Example("localhost:6379")]
    public string Redis { get; set; } = "";

    [AttributeUsage(AttributeTargets.Property)]
    private sealed class RedisAttribute() : ConnectionStringAttribute("a connection string of Redis")
    {
        protected override void Parse(string text) => ConfigurationOptions.Parse(text);
    }
}
