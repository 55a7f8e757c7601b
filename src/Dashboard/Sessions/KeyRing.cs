using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;
using Platform.ServiceDefaults.Settings;

namespace Platform.Dashboard.Sessions;

/// <summary>The keys that encrypt our cookies. They are stored in a directory, so that sessions survive a restart.</summary>
internal static class KeyRing
{
    public static void AddKeyRing(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSettings<KeyRingOptions>();
        builder.Services.AddDataProtection().SetApplicationName("Platform.Dashboard");
        builder
            .Services.AddOptions<KeyManagementOptions>()
            .Configure<IOptions<KeyRingOptions>, ILoggerFactory>(
                (keys, options, log) =>
                    keys.XmlRepository = new FileSystemXmlRepository(new DirectoryInfo(options.Value.KeysDirectory), log)
            );
    }
}
