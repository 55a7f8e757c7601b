namespace Platform.Tests.Clients;

/// <summary>What a request and its answer are written in; the fake models of the catalogue each have an upstream of one.</summary>
public enum Protocol
{
    Chat,
    Responses,
    Messages,
}

/// <summary>The three things a person puts into a client.</summary>
public sealed record Setting(string BaseUrl, string Key, string Model);

/// <summary>What a person sees: all the text, and whether it ended well.</summary>
public sealed record ClientOutput(bool Succeeded, string Text);

/// <summary>One client as people use it: how it is set up, how it is asked, how its end is understood.</summary>
public abstract class Client
{
    public abstract string Name { get; }

    public abstract string Version { get; }

    public abstract Protocol Speaks { get; }

    /// <summary>Where its three settings go, for docs/clients.md.</summary>
    public abstract string Guide { get; }

    /// <summary>Whether its Base URL ends in <c>/v1</c>. Where it should and does not, or the other way round, it is wrong.</summary>
    public virtual bool BaseUrlHasVersion => Speaks != Protocol.Messages;

    /// <summary>How many requests it may make for one question that cannot be answered.</summary>
    public virtual int MaxTries => 2;

    /// <summary>What of our message it shows; some have words of their own for some refusals.</summary>
    public virtual string Shown(Case refusal, string ours) => ours;

    /// <summary>A question that has it write <paramref name="content"/> into <paramref name="file"/> with a tool of its own.</summary>
    public abstract string ToWrite(string file, string content);

    /// <param name="again">Goes on with the conversation that was had in <paramref name="home"/>.</param>
    public abstract Task<ClientOutput> AskAsync(ClientHome home, Setting setting, string question, bool again = false);
}
