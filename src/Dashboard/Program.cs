using Platform.Dashboard.Clients;
using Platform.Dashboard.Sessions;
using Platform.Dashboard.Web;
using Platform.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddServiceClients();
builder.AddSessions();
builder.AddPages();

var app = builder.Build();
app.UseSecurityHeaders();
app.UseFailurePages();
app.UseStrayApiCalls();
app.UseStaticFiles();
app.UseAuthentication();
app.UseAuthorization();
app.MapDefaultEndpoints();
app.MapRazorPages();
app.Run();
