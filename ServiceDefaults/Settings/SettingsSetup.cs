using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Platform.ServiceDefaults.Settings;

public static class SettingsSetup
{
    /// <summary>
    /// Adds options that are filled from the section of <typeparamref name="T"/> and validated before the service starts. Read settings
    /// through options only, and never while services are being added, so that the start reports all faults at once.
    /// </summary>
    public static OptionsBuilder<T> AddSettings<T>(this IServiceCollection services)
        where T : class
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<T>, FromSection<T>>());
        return services.AddOptions<T>().ValidateOnStart();
    }

    /// <summary>The faults of the settings, one a line.</summary>
    public static IReadOnlyList<string> SettingFaults(this IServiceProvider services)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
            return [];
        }
        catch (OptionsValidationException e)
        {
            return [.. e.Failures];
        }
        catch (AggregateException e) when (e.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            // Options that depend on others repeat the faults of those.
            return [.. e.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures).Distinct()];
        }
    }

    private sealed class FromSection<T>(IConfiguration configuration) : IConfigureOptions<T>
        where T : class
    {
        private static readonly SectionAttribute About = typeof(T).GetCustomAttribute<SectionAttribute>()!;

        public void Configure(T options)
        {
            var reader = new SectionReader(About);
            reader.Read(configuration.GetSection(About.Path), options);
            if (reader.Faults.Count > 0)
                throw new OptionsValidationException(Options.DefaultName, typeof(T), reader.Faults);
        }
    }
}
