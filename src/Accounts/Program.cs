using Platform.Accounts;
using Platform.Accounts.Audit;
using Platform.Accounts.Catalogue;
using Platform.Accounts.Data;
using Platform.Accounts.Demo;
using Platform.Accounts.Keys;
using Platform.Accounts.Limits;
using Platform.Accounts.Mail;
using Platform.Accounts.People;
using Platform.Accounts.Problems;
using Platform.Accounts.Recovery;
using Platform.Accounts.Registrations;
using Platform.Accounts.Sessions;
using Platform.ServiceDefaults;
using Platform.ServiceDefaults.Settings;

if (CatalogueCheck.IsAsked(args))
    return CatalogueCheck.Run(args, Console.Out, Console.Error);

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddServiceCredential();
builder.AddProblems();
builder.AddAccountsDatabase();
builder.AddAudit();
builder.AddNetworkLimits();
builder.AddPeople();
builder.AddMail();
builder.AddRecovery();
builder.AddRegistrations();
builder.AddKeys();
builder.AddCatalogue();
builder.AddDemo();
builder.AddSeeding();

var app = builder.Build();

app.UseProblems();
app.UseServiceCredential();
app.UseNetworkLimits();
app.UseSessions();

app.MapDefaultEndpoints();
app.MapRegistrations();
app.MapSessions();
app.MapPassword();
app.MapRecovery();
app.MapDevelopmentMailbox();
app.MapSecurityEvents();
app.MapCompromised();
app.MapKeys();
app.MapKeyVerification();
app.MapKeyOwnership();
app.MapAccountLimits();
app.MapCatalogue();

return await app.RunServiceAsync();
