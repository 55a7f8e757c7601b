using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Platform.Accounts.Data;
using Platform.ServiceDefaults.Settings;

namespace Platform.Accounts.People;

internal static class PeopleSetup
{
    /// <summary>
    /// Rounds of PBKDF2-HMAC-SHA512, as OWASP recommends for it; a hash with fewer rounds is renewed at the next sign-in.
    /// </summary>
    private const int HashRounds = 210_000;

    public static void AddPeople(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = HashRounds);
        services
            .AddIdentityCore<Person>(options =>
                options.Password = new PasswordOptions
                {
                    RequiredLength = PasswordRules.MinimumLength,
                    RequireDigit = false,
                    RequireLowercase = false,
                    RequireUppercase = false,
                    RequireNonAlphanumeric = false,
                }
            )
            .AddEntityFrameworkStores<AccountsDb>();
        // Identity's validator requires a user name. PeopleRules and the unique index on the address replace it.
        services.RemoveAll<IUserValidator<Person>>();
        services.AddSettings<HashingOptions>();
        services.AddSingleton<PasswordHashing>();
        services.AddSingleton<SignInDelays>();
        services.AddHostedService<SignInDelaysCleaning>();
        services.AddScoped<NewAccount>();
        services.AddScoped<PasswordCheck>();
        services.AddScoped<PasswordChange>();
    }
}
