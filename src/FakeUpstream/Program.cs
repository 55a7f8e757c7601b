using Platform.FakeUpstream.Chat;
using Platform.FakeUpstream.Completions;
using Platform.FakeUpstream.Embeddings;
using Platform.FakeUpstream.Messages;
using Platform.FakeUpstream.Models;
using Platform.FakeUpstream.Responses;
using Platform.FakeUpstream.Scripts;
using Platform.FakeUpstream.Serving;
using Platform.FakeUpstream.Tally;
using Platform.FakeUpstream.Wire;
using Platform.ServiceDefaults;
using Platform.ServiceDefaults.Settings;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
// Kestrel reports every scripted cut as an unhandled exception; what is truly unexpected is caught and logged by Errors.
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
    .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.None)
    .AddFilter("Microsoft.AspNetCore.Diagnostics", LogLevel.None);
// A request that hangs by script must not hold up the end.
builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
builder.Services.AddSettings<FakeUpstreamOptions>();
builder.Services.AddSingleton<TallySheet>().AddSingleton<Outage>().AddSingleton<ScriptBook>().AddSingleton<ResponseMemory>();
builder.Services.AddSingleton<AnswerService>().AddSingleton<EmbeddingService>().AddSingleton<TokenCounting>();

var app = builder.Build();
app.UseMiddleware<AnswerHeaders>();
app.UseMiddleware<ServedRequests>();
app.UseMiddleware<Errors>();
app.UseMiddleware<BearerKey>();

app.MapDefaultEndpoints();
app.MapTally();
Outage.Map(app);
app.MapModels();
app.MapChat();
app.MapResponses();
app.MapMessages();
app.MapEmbeddings();
app.MapCompletions();
app.MapFallback(Errors.UnknownUrl);
return await app.RunServiceAsync();
