using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Platform.ServiceDefaults.Settings;

public static class SettingsSetup
{
    /// <summary>
    /// Options filled from the section that <typeparamref name="T"/> names, and checked before the service starts. Settings are read
    /// through them only, and never while services are still being added, so that the start finds everything that is wrong at once.
    /// </summary>
    public static OptionsBuilder<T> AddSettings<T>(this IServiceCollection services)
        where T : class
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<T>, FromSection<T>>());
        return services.AddOptions<T>().ValidateOnStart();
    }

    /// <summary>What is wrong with the settings, a line each.</summary>
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
            // Settings that depend on others have the faults of those.
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
