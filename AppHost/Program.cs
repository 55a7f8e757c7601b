using Platform.AppHost;
using Platform.AppHost.Commands;
using Platform.AppHost.Startup;
using Platform.AppHost.Stores;
using Platform.AppHost.Upstreams;

var builder = DistributedApplication.CreateBuilder(args);
var stores = builder.ChooseStores();
var serviceToken = builder.AddParameter(
    "service-token",
    new GenerateParameterDefault { MinLength = 40, Special = false },
    secret: true,
    persist: true
);
var tenantSecret = builder.AddParameter(
    "tenant-secret",
    new GenerateParameterDefault { MinLength = 40, Special = false },
    secret: true,
    persist: true
);

var postgres = builder.AddPostgres("postgres", password: builder.AddStorePassword("postgres", stores)).RunIn(stores);

// Every client is on this machine or in this network, so TLS has a cost and no use.
var redis = builder.AddRedis("redis", password: builder.AddStorePassword("redis", stores)).WithoutHttpsCertificate().RunIn(stores);

// What callers may ask for again. It is bounded and may be lost, which the till must not be: so it is a Redis of its own.
var kept = builder.AddRedis("kept", password: builder.AddStorePassword("kept", stores)).WithoutHttpsCertificate().RunBoundedIn(stores);
var accountsDb = postgres.AddDatabase("accountsdb", "accounts");
var usageDb = postgres.AddDatabase("usagedb", "usage");

var accounts = builder
    .AddProject<Projects.Accounts>("accounts")
    .WithReference(accountsDb)
    .WaitFor(accountsDb)
    .WithEnvironment("Service__Token", serviceToken)
    .WithHttpHealthCheck("/health");

var usage = builder
    .AddProject<Projects.Usage>("usage")
    .WithReference(usageDb)
    .WaitFor(usageDb)
    .WithReference(redis)
    .WaitFor(redis)
    .WithEnvironment("Service__Token", serviceToken)
    .WithHttpHealthCheck("/health");

var gateway = builder
    .AddProject<Projects.Gateway>("gateway")
    .WithReference(redis)
    .WaitFor(redis)
    .WithReference(kept)
    .WaitFor(kept)
    .WithReference(accounts)
    .WaitFor(accounts)
    .WithReference(usage)
    .WaitFor(usage)
    .WithEnvironment("Service__Token", serviceToken)
    .WithEnvironment("Tenants__Secret", tenantSecret)
    .WithExternalHttpEndpoints()
    .WithHttpHealthCheck("/health");

var dashboard = builder
    .AddProject<Projects.Dashboard>("dashboard")
    .WithReference(accounts)
    .WaitFor(accounts)
    .WithReference(usage)
    .WaitFor(usage)
    .WithReference(gateway)
    .WithEnvironment("Service__Token", serviceToken)
    .WithExternalHttpEndpoints()
    .WithHttpHealthCheck("/health");

builder.AddPublicAddresses(gateway, dashboard);

var upstream = gateway.AddUpstream();
gateway.AddUpstreamsHealth(new PlatformServices(serviceToken.Resource));
builder.AddUrls(gateway, dashboard, accounts, usage);
builder.AddDemo(serviceToken, accounts, usage, gateway, dashboard, upstream);
builder.RequireFreePorts();
builder.StopWithDotnetRun();
return await builder.Build().RunUntilStoppedAsync();
