using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Platform.Tests.Fixture.Http;

/// <summary>An HTTP/2 connection over TLS whose client writes its frames itself, and so can do what no good client does.</summary>
public sealed class Http2Frames : IAsyncDisposable
{
    public const byte Data = 0,
        Headers = 1,
        Reset = 3,
        Settings = 4,
        GoAway = 7;

    private const byte EndStream = 1,
        EndHeaders = 4;

    private readonly TcpClient tcp;
    private readonly SslStream tls;

    private Http2Frames(TcpClient tcp, SslStream tls) => (this.tcp, this.tls) = (tcp, tls);

    public static async Task<Http2Frames> OpenAsync(Uri address)
    {
        var tcp = new TcpClient { NoDelay = true };
        await tcp.ConnectAsync(address.Host, address.Port);
        var tls = new SslStream(tcp.GetStream());
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                ApplicationProtocols = [SslApplicationProtocol.Http2],
                EnabledSslProtocols = SslProtocols.None,
                RemoteCertificateValidationCallback = DevelopmentCertificate.Accepted,
            }
        );
        var client = new Http2Frames(tcp, tls);
        await tls.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        await client.WriteAsync(Frame(Settings, 0, 0, []));
        return client;
    }

    public async Task WriteAsync(byte[] frames) => await tls.WriteAsync(frames);

    /// <summary>The next frame; null when the server has closed the connection.</summary>
    public async Task<(byte Type, byte[] Payload)?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var head = new byte[9];
            await tls.ReadExactlyAsync(head, cancellationToken);
            var payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
            await tls.ReadExactlyAsync(payload, cancellationToken);
            return (head[3], payload);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>A request, which is reset at once.</summary>
    public static byte[] RequestAndReset(int stream, string key, string body) =>
        [
            .. Frame(
                Headers,
                EndHeaders,
                stream,
                [
                    .. Field(":method", "POST"),
                    .. Field(":scheme", "https"),
                    .. Field(":path", "/v1/chat/completions"),
                    .. Field(":authority", "localhost"),
                    .. Field("authorization", $"Bearer {key}"),
                    .. Field("content-type", "application/json"),
                ]
            ),
            .. Frame(Data, EndStream, stream, Encoding.UTF8.GetBytes(body)),
            .. Frame(Reset, 0, stream, [0, 0, 0, 8]),
        ];

    public async ValueTask DisposeAsync()
    {
        await tls.DisposeAsync();
        tcp.Dispose();
    }

    private static byte[] Frame(byte type, byte flags, int stream, byte[] payload)
    {
        var frame = new byte[9 + payload.Length];
        (frame[0], frame[1], frame[2]) = ((byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length);
        (frame[3], frame[4]) = (type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, 9);
        return frame;
    }

    /// <summary>A literal field, as HPACK has it, whose name and value are shorter than 127 bytes.</summary>
    private static byte[] Field(string name, string value) =>
        [0, (byte)name.Length, .. Encoding.ASCII.GetBytes(name), (byte)value.Length, .. Encoding.ASCII.GetBytes(value)];
}
