using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.Values;

/// <summary>
/// The names of one request's functions at the upstream. A name that providers refuse, for example one of 89 characters that a client has
/// put together from a server and its tool, is shortened, the same in every turn; the answer has the client's name again.
/// </summary>
internal sealed class FunctionNames
{
    private readonly Dictionary<string, string> ofClient = [];

    public string ToUpstream(string name)
    {
        if (FunctionName.IsFit(name))
            return name;
        var fit = FunctionName.Fit(name, name);
        ofClient[fit] = name;
        return fit;
    }

    /// <summary>Writes a name: a copy where it was not shortened.</summary>
    public void Write(Utf8JsonWriter writer, string member, JsonField name)
    {
        var text = name.Text();
        if (FunctionName.IsFit(text))
            writer.WriteField(member, name);
        else
            writer.WriteText(member, ToUpstream(text), name);
    }

    /// <summary>A name that was not shortened, and one that the model made up, is returned as it is.</summary>
    public string ToClient(string name) => ofClient.GetValueOrDefault(name, name);
}
