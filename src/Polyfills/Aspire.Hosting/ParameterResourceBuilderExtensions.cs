using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

public static class ParameterResourceBuilderExtensions
{
    /// <summary>A value that must be given as configuration <c>Parameters:{name}</c>.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false) =>
        builder.Add(name, null, secret);

    /// <summary><paramref name="value"/> unless configuration says otherwise.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false) =>
        builder.AddParameter(name, () => value, publishValueAsDefault, secret);

    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, Func<string> valueGetter, bool publishValueAsDefault = false, bool secret = false) =>
        builder.Add(name, new ConstantParameterDefault(valueGetter), secret);

    /// <param name="persist">Keeps a value that was made in the user secrets of the AppHost.</param>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, ParameterDefault value, bool secret = false, bool persist = false) =>
        builder.Add(name, persist ? Persisted(builder, name, value) : value, secret);

    /// <param name="configurationKey">Read instead of <c>Parameters:{name}</c>.</param>
    public static IResourceBuilder<ParameterResource> AddParameterFromConfiguration(
        this IDistributedApplicationBuilder builder, string name, string configurationKey, bool secret = false) =>
        builder.AddResource(new ParameterResource(name, value => Value(builder.Configuration, configurationKey, name, value), secret));

    /// <summary>A connection string that is given as configuration <c>ConnectionStrings:{name}</c>.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(
        this IDistributedApplicationBuilder builder, string name, string? environmentVariableName = null)
    {
        var given = new ParameterResource(name, _ => Value(builder.Configuration, $"ConnectionStrings:{name}", name, null), secret: true) { IsConnectionString = true };
        return builder.AddResource(new ConnectionStringResource(name, ReferenceExpression.Create($"{given}")) { EnvironmentVariable = environmentVariableName });
    }

    /// <summary>A password that is made once and kept, so that data kept from an earlier run stay readable.</summary>
    public static ParameterResource CreateDefaultPasswordParameter(
        IDistributedApplicationBuilder builder, string name, bool lower = true, bool upper = true, bool numeric = true, bool special = true,
        int minLower = 0, int minUpper = 0, int minNumeric = 0, int minSpecial = 0) => CreateGeneratedParameter(builder, name, secret: true, new()
        {
            MinLength = 22,
            Lower = lower,
            Upper = upper,
            Numeric = numeric,
            Special = special,
            MinLower = minLower,
            MinUpper = minUpper,
            MinNumeric = minNumeric,
            MinSpecial = minSpecial,
        });

    public static ParameterResource CreateGeneratedParameter(
        IDistributedApplicationBuilder builder, string name, bool secret, GenerateParameterDefault parameterDefault) =>
        new(name, value => Value(builder.Configuration, $"Parameters:{name}", name, value), secret) { Default = Persisted(builder, name, parameterDefault) };

    private static UserSecretsParameterDefault Persisted(IDistributedApplicationBuilder builder, string name, ParameterDefault value) =>
        new(((DistributedApplicationBuilder)Unwrapped(builder)).UserSecrets, name, value);

    private static IDistributedApplicationBuilder Unwrapped(IDistributedApplicationBuilder builder) => builder is IWrappedBuilder wrapped ? wrapped.Inner : builder;

    private static IResourceBuilder<ParameterResource> Add(this IDistributedApplicationBuilder builder, string name, ParameterDefault? value, bool secret) =>
        builder.AddResource(new ParameterResource(name, given => Value(builder.Configuration, $"Parameters:{name}", name, given), secret) { Default = value });

    /// <summary>An environment variable cannot carry a hyphen in every shell, so an underscore will do.</summary>
    private static string Value(ConfigurationManager configuration, string key, string name, ParameterDefault? otherwise) =>
        configuration[key] ?? configuration[key.Replace('-', '_')] ?? otherwise?.GetDefaultValue()
            ?? throw new MissingParameterValueException(
                $"The parameter '{name}' has no value. Set it with `dotnet user-secrets --project AppHost set {key} <value>`, " +
                $"or as environment variable {key.Replace('-', '_').Replace(":", "__", StringComparison.Ordinal)}.");
}
