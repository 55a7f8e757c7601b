using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Platform.Tests.Clients;

/// <summary>
/// One Node for all scripts in <c>Node</c>, which is asked in lines: no case waits for a start of Node and the loading of an SDK. It ends
/// with the stories, and with this process.
/// </summary>
internal sealed class NodeHost : IDisposable
{
    private static Lazy<Task<NodeHost>> one = new(StartAsync);

    private readonly ConcurrentDictionary<string, TaskCompletionSource<ClientOutput>> asked = [];
    private readonly StringBuilder complaints = new();
    private readonly ClientHome home;
    private readonly Process process;
    private long questions;

    private NodeHost(ClientHome home)
    {
        this.home = home;
        process = home.StartScript("host.mjs");
        process.OutputDataReceived += (_, line) => Answer(line.Data);
        process.ErrorDataReceived += (_, line) => Complain(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <param name="script">A module that exports <c>ask</c>.</param>
    /// <param name="variant">Which of its clients, where it has several.</param>
    public static async Task<ClientOutput> AskAsync(string script, string? variant, Setting setting, string question) =>
        await (await one.Value).AskAsync(id => new
        {
            id,
            script,
            variant,
            baseURL = setting.BaseUrl,
            apiKey = setting.Key,
            model = setting.Model,
            question,
        });

    public static async Task EndAsync()
    {
        var ending = Interlocked.Exchange(ref one, new(StartAsync));
        if (ending.IsValueCreated)
            (await ending.Value).Dispose();
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit(ClientHome.Timeout);
        process.Dispose();
        home.Dispose();
    }

    private static async Task<NodeHost> StartAsync() => new(new ClientHome(await Installation.GetAsync()));

    private async Task<ClientOutput> AskAsync(Func<string, object> question)
    {
        var id = Interlocked.Increment(ref questions).ToString(CultureInfo.InvariantCulture);
        var answer = asked[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var line = JsonSerializer.Serialize(question(id));
        lock (process)
            process.StandardInput.WriteLine(line);
        try
        {
            return await answer.Task.WaitAsync(ClientHome.Timeout);
        }
        catch (TimeoutException)
        {
            return new ClientOutput(false, $"There was no answer in {ClientHome.Timeout}.");
        }
    }

    /// <param name="line">Null at the end, at which Node gives up whatever it was asked.</param>
    private void Answer(string? line)
    {
        if (line is null)
        {
            foreach (var waiting in asked.Values)
                waiting.TrySetException(new InvalidOperationException($"Node has ended: {complaints}"));
            return;
        }

        var answer = JsonElement.Parse(line);
        if (asked.TryRemove(answer.GetProperty("id").GetString()!, out var question))
            question.TrySetResult(new ClientOutput(answer.GetProperty("succeeded").GetBoolean(), answer.GetProperty("text").GetString()!));
    }

    private void Complain(string? line)
    {
        lock (complaints)
            complaints.AppendLine(line);
    }
}
