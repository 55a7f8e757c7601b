using Microsoft.Extensions.Primitives;
using Platform.ServiceDefaults.Settings;
using Xunit;

namespace Platform.Tests.Unit.ServiceDefaults.Settings;

public sealed class SecretFilesTests : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory();

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public async Task A_file_comes_before_other_settings_and_is_read_again_when_it_is_replaced()
    {
        Write("old\n");
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection([
            new("SecretFiles:Directory", directory.FullName),
            new("Upstreams:house:ApiKey", "of the environment"),
            new("Upstreams:other:ApiKey", "other"),
        ]);
        builder.AddSecretFiles();
        using var host = builder.Build();
        Assert.Empty(host.Services.SettingFaults());
        Assert.Equal(("old", "other"), (builder.Configuration["Upstreams:house:ApiKey"], builder.Configuration["Upstreams:other:ApiKey"]));

        var reloaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = ChangeToken.OnChange(
            ((IConfiguration)builder.Configuration).GetReloadToken,
            () => reloaded.TrySetResult()
        );
        Write("new");
        await reloaded.Task.WaitAsync(Timeout);
        Assert.Equal("new", builder.Configuration["Upstreams:house:ApiKey"]);
    }

    [Fact]
    public void A_directory_that_is_not_there_is_refused_by_its_name() => Refused("/nowhere/secrets");

    /// <summary>Who runs the tests may read any file, so the one that cannot be read is a link to nothing.</summary>
    [Fact]
    public void A_directory_with_a_file_that_cannot_be_read_is_refused_by_its_name()
    {
        File.CreateSymbolicLink(Path.Combine(directory.FullName, "Upstreams__house__ApiKey"), "/nowhere/secret");
        Refused(directory.FullName);
    }

    private static void Refused(string path)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection([new("SecretFiles:Directory", path)]);
        builder.AddSecretFiles();
        using var host = builder.Build();
        Assert.Equal(
            [
                $"SecretFiles:Directory (environment variable SecretFiles__Directory) is '{path}'. It must be a directory whose files this "
                    + "process can read, for example /run/secrets.",
            ],
            host.Services.SettingFaults()
        );
    }

    /// <summary>As it is replaced where it is mounted: another file at its name, in one step.</summary>
    private void Write(string secret)
    {
        var written = Path.GetTempFileName();
        File.WriteAllText(written, secret);
        File.Move(written, Path.Combine(directory.FullName, "Upstreams__house__ApiKey"), overwrite: true);
    }
}
