using Aspire.Hosting.Native;
using Xunit;

namespace Platform.Tests.Unit.Polyfills;

public sealed class NativePackageTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory().FullName;

    [Fact]
    public void Newest_version_of_a_versioned_place_is_found()
    {
        foreach (var version in (string[])["9.6", "15", "14"])
        {
            Directory.CreateDirectory($"{root}/{version}/bin");
            File.WriteAllText($"{root}/{version}/bin/no-such-server", "");
        }

        Assert.Equal($"{root}/15/bin/no-such-server", new NativePackage("no-such-server", "none", $"{root}/*/bin").Find());
    }

    [Fact]
    public void Program_on_the_path_is_found() => Assert.EndsWith("/sh", new NativePackage("sh", "dash").Find(), StringComparison.Ordinal);

    [Fact]
    public void Missing_program_is_not_found() => Assert.Null(new NativePackage("no-such-server", "none", $"{root}/*/bin").Find());

    public void Dispose() => Directory.Delete(root, recursive: true);
}
