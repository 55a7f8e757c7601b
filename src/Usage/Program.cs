using Platform.ServiceDefaults;
using Platform.Usage;
using Platform.Usage.Demo;
using Platform.Usage.Payments;
using Platform.Usage.Reports;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddRedisClient("redis");
builder.AddBook();
builder.AddTill();
builder.AddIntake();
builder.AddPayments();
builder.AddReports();
builder.AddDemoCredit();

var app = builder.Build();

app.UseExceptionHandler();
app.UseStatusCodePages();
app.UseServiceCredential();
app.MapDefaultEndpoints();
app.MapPayments();
app.MapReports();

await app.RunAsync();
