using Aspire.Hosting.ApplicationModel;
using Xunit;

namespace Platform.Tests.Unit.Polyfills;

public sealed class ConnectionStringTests
{
    private static readonly ParameterResource Password = new("password", _ => "se{c}ret", secret: true);

    [Fact]
    public async Task Postgres_database_adds_its_name_to_the_servers()
    {
        var server = new PostgresServerResource("postgres", null, Password);
        Allocate(server, "tcp", 12_345);
        IResourceWithConnectionString database = new PostgresDatabaseResource("accountsdb", "accounts", server);

        Assert.Equal("Host=localhost;Port=12345;Username=postgres;Password=se{c}ret;Database=accounts", await database.GetConnectionStringAsync());
        Assert.Equal(
            "postgresql://postgres:se%7Bc%7Dret@localhost:12345/accounts", await ((PostgresDatabaseResource)database).UriExpression.GetValueAsync(default));
    }

    [Fact]
    public async Task Postgres_user_is_the_parameters()
    {
        var server = new PostgresServerResource("postgres", new ParameterResource("user", _ => "me"), Password);
        Allocate(server, "tcp", 12_345);
        Assert.Equal("Host=localhost;Port=12345;Username=me;Password=se{c}ret", await server.GetConnectionStringAsync());
    }

    [Fact]
    public async Task Redis_is_as_its_client_reads_it()
    {
        var redis = new RedisResource("redis", Password);
        Allocate(redis, "tcp", 23_456);
        Assert.Equal("localhost:23456,password=se{c}ret", await redis.GetConnectionStringAsync());
        Assert.Equal("redis://:se%7Bc%7Dret@localhost:23456", await redis.UriExpression.GetValueAsync(default));
    }

    [Fact]
    public async Task Port_that_is_not_known_yet_is_waited_for()
    {
        var redis = new RedisResource("redis");
        var endpoint = new EndpointAnnotation(System.Net.Sockets.ProtocolType.Tcp, name: "tcp");
        redis.Annotations.Add(endpoint);
        var value = redis.GetConnectionStringAsync();
        Assert.False(value.IsCompleted);
        Assert.Throws<InvalidOperationException>(() => redis.PrimaryEndpoint.Port);

        endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "localhost", 1);
        Assert.Equal("localhost:1", await value);
    }

    private static void Allocate(IResource resource, string name, int port)
    {
        var endpoint = new EndpointAnnotation(System.Net.Sockets.ProtocolType.Tcp, name: name);
        endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "localhost", port);
        resource.Annotations.Add(endpoint);
    }
}
