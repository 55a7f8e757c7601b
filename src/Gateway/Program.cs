using Platform.Gateway;
using Platform.Gateway.Pipeline;
using Platform.ServiceDefaults;
using Platform.ServiceDefaults.Settings;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddTillConnection();
builder.AddGateway();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapGateway();
return await app.RunServiceAsync();
