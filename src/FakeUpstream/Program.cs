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
builder.AddScriptedFailures();
builder.Services.AddSettings<FakeUpstreamOptions>();
builder.Services.AddSingleton<RequestTally>().AddSingleton<Outage>().AddSingleton<ScriptSelector>().AddSingleton<ResponseMemory>();
builder.Services.AddSingleton<AnswerService>().AddSingleton<EmbeddingService>().AddSingleton<TokenCountService>();

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
