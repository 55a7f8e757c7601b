using System.Runtime.InteropServices;
using System.Text.Json;

namespace Platform.Accounts.Catalogue;

/// <summary>Collects the faults of one file, each with its line as compilers and editors write it: <c>catalogue.json:12: ...</c>.</summary>
/// <param name="text">The file, of which the elements of the faults are parts.</param>
internal sealed class FileFaults(string file, ReadOnlyMemory<byte> text, List<string> faults)
{
    public void Add(JsonElement at, string fault) => Add(LineOf(at), fault);

    public void Add(long line, string fault) => faults.Add($"{file}:{line}: {fault}");

    private int LineOf(JsonElement element) =>
        text.Span.Overlaps(JsonMarshal.GetRawUtf8Value(element), out var offset) ? text.Span[..offset].Count((byte)'\n') + 1 : 1;
}
