using Aspire.Hosting;
using Xunit;

namespace Platform.Tests.Unit.Polyfills;

public sealed class LaunchSettingsTests
{
    private const string Json = """
        {
          // a comment, as editors write them
          "profiles": {
            "IIS": { "commandName": "IISExpress", "applicationUrl": "http://localhost:1" },
            "http": {
              "commandName": "Project",
              "applicationUrl": "http://localhost:8080; https://localhost:8443;http://127.0.0.1:8082",
              "environmentVariables": { "ASPNETCORE_ENVIRONMENT": "Development" },
            },
            "other": { "commandName": "Project" }
          }
        }
        """;

    [Fact]
    public void Named_profile_is_chosen() => Assert.Null(LaunchSettings.Parse(Json).Choose("other").ApplicationUrl);

    [Theory]
    [InlineData(null)]
    [InlineData("unknown")]
    public void Without_such_a_name_the_first_of_the_project_is_chosen(string? name)
    {
        var profile = LaunchSettings.Parse(Json).Choose(name);
        Assert.Equal("Development", profile.EnvironmentVariables["ASPNETCORE_ENVIRONMENT"]);
    }

    [Fact]
    public void Endpoints_are_named_by_scheme_and_number()
    {
        var endpoints = LaunchSettings.Parse(Json).Choose("http").Endpoints().Select(e => $"{e.Name}={e.Uri.Host}:{e.Uri.Port}");
        Assert.Equal(["http=localhost:8080", "http2=127.0.0.1:8082", "https=localhost:8443"], endpoints);
    }

    [Fact]
    public void Project_without_the_file_has_no_endpoints() =>
        Assert.Empty(LaunchSettings.Read("/nowhere/X.csproj").Choose(null).Endpoints());
}
