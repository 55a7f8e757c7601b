using Platform.ServiceDefaults;
using Platform.ServiceDefaults.Settings;
using Platform.Usage.Database;
using Platform.Usage.Demo;
using Platform.Usage.Intake;
using Platform.Usage.Payments;
using Platform.Usage.Problems;
using Platform.Usage.Reconciliation;
using Platform.Usage.Refused;
using Platform.Usage.Reports;
using Platform.Usage.TillKeeper;

if (args is [ReconciliationCommand.Name, .. var arguments])
    return await ReconciliationCommand.RunAsync(arguments);

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddServiceCredential();
builder.AddTillConnection();
builder.AddLedgerDatabase();
builder.AddProblems();
builder.AddTillKeeper();
builder.AddIntake();
builder.AddPayments();
builder.AddReports();
builder.AddRefused();
builder.AddReconciliation();
builder.AddDemo();

var app = builder.Build();

app.UseExceptionHandler();
app.UseStatusCodePages();
app.UseServiceCredential();
app.MapDefaultEndpoints();
app.MapPayments();
app.MapReports();
app.MapRefused();
app.MapReconciliation();

return await app.RunServiceAsync();
