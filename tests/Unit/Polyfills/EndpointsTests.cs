using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Native;
using Aspire.Hosting.Orchestration;
using Xunit;

namespace Platform.Tests.Unit.Polyfills;

public sealed class EndpointsTests
{
    private readonly IDistributedApplicationBuilder builder = DistributedApplication.CreateBuilder();

    [Fact]
    public void Declared_port_is_kept()
    {
        var web = builder.AddExecutable("web", "web", ".").WithHttpEndpoint(port: 21_001);
        Endpoints.Allocate(builder.Resources, new FreePort(), randomize: false);
        Assert.Equal("http://localhost:21001", web.GetEndpoint("http").Url);
    }

    [Fact]
    public void Under_test_ports_are_random()
    {
        var web = builder.AddExecutable("web", "web", ".").WithHttpEndpoint(port: 21_001);
        Endpoints.Allocate(builder.Resources, new FreePort(), randomize: true);
        Assert.NotEqual(21_001, web.GetEndpoint("http").Port);
    }

    [Fact]
    public void Port_a_process_listens_on_by_itself_is_never_changed()
    {
        var web = builder.AddExecutable("web", "web", ".").WithHttpEndpoint(targetPort: 21_002);
        Endpoints.Allocate(builder.Resources, new FreePort(), randomize: true);
        Assert.Equal(21_002, web.GetEndpoint("http").Port);
    }

    [Fact]
    public async Task Reference_lists_every_replica_the_declared_port_first()
    {
        var web = builder.AddResource(new ProjectResource("web")).WithHttpEndpoint(port: 21_003).WithReplicas(3);
        var caller = builder.AddExecutable("caller", "caller", ".").WithReference(web);
        Endpoints.Allocate(builder.Resources, new FreePort(), randomize: false);

        var variables = await VariablesAsync(caller.Resource);
        Assert.Equal(["services__web__http__0", "services__web__http__1", "services__web__http__2"], variables.Keys.Order());
        Assert.Equal("http://localhost:21003", variables["services__web__http__0"]);
        Assert.Equal(3, variables.Values.Distinct().Count());
        Assert.Equal(["web-0", "web-1", "web-2"], web.Resource.GetResolvedResourceNames());
    }

    [Fact]
    public async Task Reference_to_a_connection_string_is_named_after_its_source()
    {
        var source = builder.AddConnectionString("store", ReferenceExpression.Create($"server={"here"}"));
        var caller = builder.AddExecutable("caller", "caller", ".").WithReference(source).WithReference(source, "other");
        var variables = await VariablesAsync(caller.Resource);
        Assert.Equal(["ConnectionStrings__other", "ConnectionStrings__store"], variables.Keys.Order());
    }

    [Fact]
    public void Second_resource_of_a_name_is_refused()
    {
        builder.AddExecutable("web", "web", ".");
        Assert.Contains("'WEB'", Assert.Throws<DistributedApplicationException>(() => builder.AddExecutable("WEB", "web", ".")).Message, StringComparison.Ordinal);
    }

    private async Task<Dictionary<string, object>> VariablesAsync(ExecutableResource resource)
    {
        var context = new EnvironmentCallbackContext(builder.ExecutionContext, resource);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await annotation.Callback(context);
        return context.EnvironmentVariables;
    }
}
