using System.Buffers;
using System.Text.Json;

namespace Platform.FakeUpstream.Wire;

/// <summary>The whole body of a request in a rented buffer; dispose it last.</summary>
internal sealed class RequestBody(byte[] rented, int length) : IDisposable
{
    private const int FirstBuffer = 16 * 1024;
    private const int TrustedLength = 1024 * 1024;

    public ReadOnlyMemory<byte> Bytes { get; } = rented.AsMemory(0, length);

    public static async ValueTask<RequestBody> Read(HttpRequest request, CancellationToken cancellationToken)
    {
        // One byte more than announced, so that the last read finds the end and not a full buffer.
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(request.ContentLength + 1 ?? FirstBuffer, TrustedLength));
        var length = 0;
        while (await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var read)
        {
            length += read;
            if (length == buffer.Length)
                buffer = Grown(buffer);
        }

        return new RequestBody(buffer, length);
    }

    /// <summary>The body as a JSON object, over the rented buffer: nothing is copied.</summary>
    /// <exception cref="Refusal">The body is not a JSON object.</exception>
    public JsonDocument ParseObject()
    {
        try
        {
            var document = JsonDocument.Parse(Bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw NotAnObject();
        }
        catch (JsonException)
        {
            throw NotAnObject();
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(rented);

    private static byte[] Grown(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }

    private static Refusal NotAnObject() =>
        new(OpenAIError.Invalid("We could not parse the JSON body of your request. It must be one JSON object, sent as application/json."));
}
