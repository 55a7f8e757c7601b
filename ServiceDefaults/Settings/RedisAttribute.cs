using StackExchange.Redis;

namespace Platform.ServiceDefaults.Settings;

[AttributeUsage(AttributeTargets.Property)]
public sealed class RedisAttribute() : ConnectionStringAttribute("a connection string of Redis")
{
    protected override void Parse(string text) => ConfigurationOptions.Parse(text);
}
