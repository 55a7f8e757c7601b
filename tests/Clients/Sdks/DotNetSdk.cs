namespace Platform.Tests.Clients;

/// <summary>An SDK in this process: what it throws is what a person sees.</summary>
public abstract class DotNetSdk : Client
{
    public override string ToWrite(string file, string content) => WriteTool.Dictated(file, content);

    public override async Task<ClientOutput> AskAsync(ClientHome home, Setting setting, string question, bool again = false)
    {
        try
        {
            using var timeout = new CancellationTokenSource(ClientHome.Timeout);
            return new ClientOutput(true, await AnswerAsync(setting, question, timeout.Token));
        }
        catch (Exception e)
        {
            return new ClientOutput(false, e.ToString());
        }
    }

    /// <summary>Asks, runs the tool as often as it is called, and returns the text of the last turn.</summary>
    protected abstract Task<string> AnswerAsync(Setting setting, string question, CancellationToken cancellationToken);
}
