using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.Options;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols;
using Platform.Gateway.Requests;
using Xunit;
using ZstdSharp;

namespace Platform.Tests.Unit.Gateway.Requests;

public sealed class ContentDecodingTests
{
    private const int Limit = 1024 * 1024;

    private static readonly byte[] Body = """{"model":"m","messages":[{"role":"user","content":"Grüße"}]}"""u8.ToArray();

    private static byte[] Compress(string encoding, byte[] body)
    {
        using var compressed = new MemoryStream();
        using (
            Stream stream = encoding switch
            {
                "gzip" or "x-gzip" or "GZIP" => new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true),
                "deflate" => new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true),
                "br" => new BrotliStream(compressed, CompressionLevel.Optimal, leaveOpen: true),
                "zstd" => new CompressionStream(compressed, leaveOpen: true),
                _ => throw new ArgumentOutOfRangeException(nameof(encoding)),
            }
        )
            stream.Write(body);
        return compressed.ToArray();
    }

    private static DefaultHttpContext RequestOf(string encoding, byte[] sent)
    {
        var http = new DefaultHttpContext();
        http.Request.Body = new MemoryStream(sent);
        http.Request.ContentLength = sent.Length;
        http.Request.Headers.ContentEncoding = encoding;
        return http;
    }

    private static async Task<StepResult<IncomingRequest>> ReadAsync(HttpContext http)
    {
        var options = Options.Create(new RequestOptions { MaxBodyBytes = Limit });
        return await new RequestReader(options, new BodyMemory(options)).ReadAsync(
            http.Request,
            Protocol.Chat,
            () => default,
            CancellationToken.None
        );
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("GZIP")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("zstd")]
    public async Task A_compressed_body_is_read_as_what_it_was(string encoding)
    {
        var http = RequestOf(encoding, Compress(encoding, Body));
        Assert.Equal(Body, (await ReadAsync(http)).Value.Request.Body.ToArray());
        // Upstreams get it as it is now.
        Assert.Equal((false, (long?)Body.Length), (http.Request.Headers.ContainsKey("Content-Encoding"), http.Request.ContentLength));
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("")]
    public async Task No_encoding_is_none(string encoding) =>
        Assert.Equal(Body, (await ReadAsync(RequestOf(encoding, Body))).Value.Request.Body.ToArray());

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("zstd")]
    public async Task A_small_body_that_becomes_a_large_one_is_refused(string encoding)
    {
        var sent = Compress(encoding, new byte[64 * Limit]);
        Assert.True(sent.Length < Limit);
        Assert.Equal("request_too_large", (await ReadAsync(RequestOf(encoding, sent))).Error!.Code);
    }

    /// <summary>A frame that asks its reader for 128 MiB of memory.</summary>
    [Fact]
    public async Task A_frame_with_a_large_window_is_refused()
    {
        byte[] frame = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x88, 0x01, 0x00, 0x00];
        Assert.Contains("not whole and valid zstd", await ExplainAsync("zstd", frame), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("zstd")]
    public async Task A_body_that_is_not_encoded_as_it_says_is_refused(string encoding) =>
        Assert.Contains($"not whole and valid {encoding}", await ExplainAsync(encoding, Body), StringComparison.Ordinal);

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("zstd")]
    public async Task A_body_that_is_cut_is_refused(string encoding)
    {
        var whole = Compress(encoding, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 10_000))));
        await ExplainAsync(encoding, whole[..(whole.Length / 2)]);
    }

    [Theory]
    [InlineData("compress")]
    [InlineData("gzip, br")]
    [InlineData("aes128gcm")]
    public async Task Another_encoding_is_refused_with_those_that_work(string encoding)
    {
        var error = (await ReadAsync(RequestOf(encoding, Body))).Error!;
        Assert.Equal((415, "unsupported_encoding"), (error.Status, error.Code));
        Assert.Contains($"encoded as '{encoding}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("zstd, br, gzip, deflate", error.Message, StringComparison.Ordinal);
    }

    /// <summary>The message of the 400, however the fault is found.</summary>
    private static async Task<string> ExplainAsync(string encoding, byte[] sent)
    {
        ApiError error;
        try
        {
            error = (await ReadAsync(RequestOf(encoding, sent))).Error!;
        }
        catch (BadHttpRequestException e)
        {
            error = BrokenBody.Explain(e)!;
        }

        Assert.Equal((400, "invalid_request_error"), (error.Status, error.Code));
        return error.Message;
    }
}
