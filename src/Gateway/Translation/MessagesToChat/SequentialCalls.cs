using System.Text;
using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.MessagesToChat;

/// <summary>
/// Writes the calls of a stream one after the other. Chat may interleave the fragments of parallel calls; Messages does not interleave
/// blocks. A call is passed on as it comes, and the next one begins when its input is complete; fragments that come earlier are kept.
/// </summary>
internal sealed class SequentialCalls(OpenBlocks blocks, FunctionNames names, Func<int, string> missingId)
{
    private readonly List<Call> calls = [];
    private int current = -1;

    public bool Any => calls.Count > 0;

    /// <param name="delta">An item of tool_calls.</param>
    public void Add(JsonField delta, int position)
    {
        var piece = CallPiece.From(delta);
        var (index, arguments) = (piece.Index ?? position, piece.Arguments);
        var call = calls.FindLast(known => known.Index == index);
        if (call is null || piece.BeginsAfter(call.Id, call.Name, call.End.IsReached))
            calls.Add(call = New(index, piece.Id, piece.Name ?? throw delta.Need("function").Wrong("named")));

        call.End.Watch(arguments);
        if (calls.IndexOf(call) is var at && at == current)
            Pass(arguments);
        else if (at > current)
            call.Early.Append(arguments);
        else if (!string.IsNullOrWhiteSpace(arguments))
            throw new JsonException("There is more input for a tool call whose input was whole.");
        while (current + 1 < calls.Count && (current < 0 || calls[current].End.IsReached))
            Next();
    }

    /// <summary>All calls are complete.</summary>
    public void Finish()
    {
        while (current + 1 < calls.Count)
            Next();
    }

    private Call New(long index, string? id, string name) => new(index, id ?? missingId(calls.Count), name);

    private void Next()
    {
        var call = calls[++current];
        blocks.OpenCall(call.Id, names.ToClient(call.Name));
        Pass(call.Early.ToString());
        call.Early.Clear();
    }

    private void Pass(string arguments)
    {
        if (arguments.Length > 0)
            blocks.Input(arguments);
    }

    private sealed class Call(long index, string id, string name)
    {
        public long Index => index;

        public string Id => id;

        public string Name => name;

        public StringBuilder Early { get; } = new();

        // A field, since it is changed in place.
        public JsonEnd End;
    }
}
