using System.Buffers.Binary;
using System.Text;

namespace Platform.Tests.Fakes;

public enum SpanKind
{
    Unspecified,
    Internal,
    Server,
    Client,
    Producer,
    Consumer,
}

/// <summary>A span as it came over the wire, by the field numbers of OTLP's <c>trace.proto</c>.</summary>
/// <param name="ParentId">Empty for the first of a trace.</param>
/// <param name="Links">The spans it is linked with, as trace id and span id.</param>
/// <param name="IsError">Its status.</param>
public sealed record OtlpSpan(
    string Service,
    string Source,
    string TraceId,
    string SpanId,
    string ParentId,
    string Name,
    SpanKind Kind,
    bool IsError,
    IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyList<(string TraceId, string SpanId)> Links,
    IReadOnlyList<string> Events
)
{
    /// <param name="request">An <c>ExportTraceServiceRequest</c>.</param>
    public static IEnumerable<OtlpSpan> ReadAll(byte[] request) =>
        from resourceSpans in Fields(request, 1)
        let service = Fields(resourceSpans, 1)
            .SelectMany(resource => Attribute(resource, 1))
            .Single(attribute => attribute.Key == "service.name")
            .Value
        from scopeSpans in Fields(resourceSpans, 2)
        let source = Fields(scopeSpans, 1).SelectMany(scope => Fields(scope, 1)).Select(Text).FirstOrDefault("")
        from span in Fields(scopeSpans, 2)
        select Read(span, service, source);

    public override string ToString() => $"{Service}: {Name} ({Kind}, {SpanId} below {(ParentId == "" ? "nothing" : ParentId)})";

    private static OtlpSpan Read(byte[] span, string service, string source) =>
        new(
            service,
            source,
            Hex(span, 1),
            Hex(span, 2),
            Hex(span, 4),
            Fields(span, 5).Select(Text).Single(),
            (SpanKind)Number(span, 6),
            Fields(span, 15).Any(status => Number(status, 3) == 2),
            Attribute(span, 9).ToDictionary(),
            [.. Fields(span, 13).Select(link => (Hex(link, 1), Hex(link, 2)))],
            [.. Fields(span, 11).SelectMany(e => Fields(e, 2)).Select(Text)]
        );

    private static string Hex(byte[] message, int field) => string.Concat(Fields(message, field).Select(Convert.ToHexStringLower));

    private static string Text(byte[] value) => Encoding.UTF8.GetString(value);

    private static IEnumerable<KeyValuePair<string, string>> Attribute(byte[] message, int field) =>
        Fields(message, field)
            .Select(pair => KeyValuePair.Create(Text(Fields(pair, 1).Single()), Value(Fields(pair, 2).SingleOrDefault([]))));

    /// <summary>An <c>AnyValue</c> as a text: a string, a bool, an int, a double or a list of such.</summary>
    private static string Value(byte[] any) =>
        Walk(any)
            .Select(field =>
                field switch
                {
                    (1, _, var text) => Text(text),
                    (2, var flag, _) => flag == 1 ? "true" : "false",
                    (3, var number, _) => ((long)number).ToString(null, null),
                    (4, var number, _) => BitConverter
                        .UInt64BitsToDouble(number)
                        .ToString(System.Globalization.CultureInfo.InvariantCulture),
                    (5, _, var list) => string.Join(",", Fields(list, 1).Select(Value)),
                    _ => "",
                }
            )
            .FirstOrDefault("");

    private static IEnumerable<byte[]> Fields(byte[] message, int field) =>
        Walk(message).Where(found => found.Field == field).Select(found => found.Bytes);

    private static ulong Number(byte[] message, int field) =>
        Walk(message).Where(found => found.Field == field).Select(found => found.Number).LastOrDefault();

    /// <summary>The fields of a protobuf message: a number (varint, 64 or 32 bits) or bytes.</summary>
    private static List<(int Field, ulong Number, byte[] Bytes)> Walk(ReadOnlySpan<byte> message)
    {
        var fields = new List<(int, ulong, byte[])>();
        while (!message.IsEmpty)
        {
            var tag = Varint(ref message);
            var (number, length) = (0UL, 0);
            switch (tag & 7)
            {
                case 0:
                    number = Varint(ref message);
                    break;
                case 1:
                    (number, length) = (BinaryPrimitives.ReadUInt64LittleEndian(message), sizeof(ulong));
                    break;
                case 2:
                    length = (int)Varint(ref message);
                    break;
                case 5:
                    (number, length) = (BinaryPrimitives.ReadUInt32LittleEndian(message), sizeof(uint));
                    break;
                default:
                    throw new InvalidDataException($"Protobuf has no wire type {tag & 7}.");
            }

            fields.Add(((int)(tag >> 3), number, message[..length].ToArray()));
            message = message[length..];
        }

        return fields;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> message)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[0];
            message = message[1..];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }
    }
}
