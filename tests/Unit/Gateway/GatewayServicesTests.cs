using Platform.Gateway;
using Platform.ServiceDefaults;
using Platform.ServiceDefaults.Proxies;
using Xunit;

namespace Platform.Tests.Unit.Gateway;

public sealed class GatewayServicesTests
{
    /// <summary>As <c>Program</c> adds them. In Development the host looks at the constructors of all of them when it is built.</summary>
    [Fact]
    public void Every_service_can_be_constructed()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.AddServiceDefaults();
        builder.AddTillConnection();
        builder.AddNamedProxies();
        builder.AddGateway();
        Assert.NotNull(builder.Build());
    }
}
