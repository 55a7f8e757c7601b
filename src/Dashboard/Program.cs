using Platform.Dashboard.Addresses;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Connect;
using Platform.Dashboard.Development;
using Platform.Dashboard.Docs;
using Platform.Dashboard.Payments;
using Platform.Dashboard.Public;
using Platform.Dashboard.Sessions;
using Platform.Dashboard.Web;
using Platform.ServiceDefaults;
using Platform.ServiceDefaults.Refused;
using Platform.ServiceDefaults.Settings;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.WebHost.ConfigureKestrel(static server => server.AddServerHeader = false);

// In every environment, so that a build that was not published finds its files, too.
builder.WebHost.UseStaticWebAssets();
builder.AddServiceClients();
builder.AddRefusedRequests();
builder.AddAddresses();
builder.AddSessions();
builder.AddSandbox();
builder.AddPages();
builder.AddConnect();
builder.AddDocs();
builder.AddPublic();

var app = builder.Build();
if (app.HasWrongSettings())
    return 1;
app.UseAddresses();
app.UseSecurityHeaders();
app.UseFailurePages();
app.UseMisdirectedApiCalls();
app.UseRouting();
app.UseAuthentication();
app.UseAuthorization();
app.MapDefaultEndpoints();

// Before the sign-in is looked at, which asks Accounts: a sheet needs neither.
app.MapStaticAssets().ShortCircuit();
app.MapWebhooks();
app.MapEndpointList();
app.MapConnect();
app.MapDocs();
app.MapPublic();
app.MapRazorPages().WithStaticAssets();
return await app.RunServiceAsync();
