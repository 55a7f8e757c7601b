using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Aspire.Hosting.Testing;

namespace Platform.Tests.Stories;

/// <summary>A connection to the platform's Redis that speaks its protocol plainly: for doing harm to it.</summary>
public sealed class RawRedis : IDisposable
{
    private readonly TcpClient client = new();
    private readonly Stream stream;

    private RawRedis(string host, int port)
    {
        client.Connect(host, port);
        stream = new BufferedStream(client.GetStream());
    }

    public static async Task<RawRedis> ConnectAsync(PlatformFixture platform)
    {
        // As in localhost:6379,password=...
        var parts = (await platform.App.GetConnectionStringAsync("redis"))!.Split(',');
        var colon = parts[0].LastIndexOf(':');
        var redis = new RawRedis(parts[0][..colon], int.Parse(parts[0][(colon + 1)..], CultureInfo.InvariantCulture));
        if (parts.FirstOrDefault(part => part.StartsWith("password=", StringComparison.Ordinal)) is { } password)
            redis.Do("AUTH", password["password=".Length..]);
        return redis;
    }

    /// <summary>A string, a long, null, or an array of these.</summary>
    /// <exception cref="InvalidOperationException">Redis answered an error.</exception>
    public object? Do(params string[] words)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"*{words.Length}\r\n");
        foreach (var word in words)
            text.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n");
        stream.Write(Encoding.UTF8.GetBytes(text.ToString()));
        stream.Flush();
        return Read();
    }

    public void Dispose()
    {
        stream.Dispose();
        client.Dispose();
    }

    private object? Read()
    {
        var line = Line();
        var rest = line[1..];
        return line[0] switch
        {
            '+' => rest,
            ':' => long.Parse(rest, CultureInfo.InvariantCulture),
            '$' => int.Parse(rest, CultureInfo.InvariantCulture) is >= 0 and var length ? Bulk(length) : null,
            '*' => Enumerable.Range(0, Math.Max(0, int.Parse(rest, CultureInfo.InvariantCulture))).Select(_ => Read()).ToArray(),
            _ => throw new InvalidOperationException($"Redis answered {line}"),
        };
    }

    private string Bulk(int length)
    {
        var bytes = new byte[length + 2];
        stream.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    private string Line()
    {
        var text = new StringBuilder();
        for (var next = stream.ReadByte(); next != '\r'; next = stream.ReadByte())
            text.Append(next >= 0 ? (char)next : throw new EndOfStreamException("Redis closed the connection."));
        stream.ReadByte();
        return text.ToString();
    }
}
