using Platform.Gateway;
using Platform.Gateway.Pipeline;
using Platform.ServiceDefaults;
using Platform.ServiceDefaults.Proxies;
using Platform.ServiceDefaults.Settings;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddTillConnection();
builder.AddNamedProxies();
builder.AddGateway();

var app = builder.Build();
app.UseNamedProxies();
app.MapDefaultEndpoints();
app.MapGateway();
return await app.RunServiceAsync();
