using Platform.Dashboard.Addresses;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Payments;
using Platform.Dashboard.Sessions;
using Platform.Dashboard.Web;
using Platform.ServiceDefaults;
using Platform.ServiceDefaults.Refused;
using Platform.ServiceDefaults.Settings;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddServiceClients();
builder.AddRefusedRequests();
builder.AddAddresses();
builder.AddSessions();
builder.AddSandbox();
builder.AddPages();

var app = builder.Build();
if (app.HasWrongSettings())
    return 1;
app.UseAddresses();
app.UseSecurityHeaders();
app.UseFailurePages();
app.UseMisdirectedApiCalls();
app.UseStaticFiles();
app.UseAuthentication();
app.UseAuthorization();
app.MapDefaultEndpoints();
app.MapWebhooks();
app.MapRazorPages();
return await app.RunServiceAsync();
