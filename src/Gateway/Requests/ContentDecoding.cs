using System.IO.Compression;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Platform.Gateway.Errors;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Platform.Gateway.Requests;

/// <summary>
/// Reads a compressed body as what it was before. Upstreams get it uncompressed. What bounds a body bounds it after it is inflated, so that
/// a small one cannot become a large one.
/// </summary>
internal static class ContentDecoding
{
    /// <summary>As RFC 9659 bounds it: a frame may ask its reader for no more than 8 MiB of memory.</summary>
    private const int MaxZstdWindowLog = 23;

    /// <summary>Replaces the body of a compressed request by the one inside; the error where it cannot.</summary>
    public static ApiError? Decode(HttpRequest request)
    {
        var encoding = request.Headers.ContentEncoding;
        if (StringValues.IsNullOrEmpty(encoding))
            return null;
        var name = encoding.ToString().Trim().ToLowerInvariant();
        if (name is not ("" or "identity"))
        {
            if (Open(name, request.Body) is not { } inner)
                return ApiErrors.UnsupportedEncoding(encoding.ToString());
            var decoded = new DecodedStream(inner, name);
            request.HttpContext.Response.RegisterForDispose(decoded);
            request.Body = decoded;
            // The length was that of the compressed body.
            request.ContentLength = null;
        }

        // Removed, not emptied: a header without a value cannot be forwarded.
        request.Headers.Remove(HeaderNames.ContentEncoding);
        return null;
    }

    /// <summary>
    /// Gives the body that was read its length, where it has none any more: the proxy takes a request without one to have no body.
    /// </summary>
    public static void SetLength(HttpRequest request, int length)
    {
        if (request.ContentLength is null && request.Headers.TransferEncoding.Count == 0)
            request.ContentLength = length;
    }

    /// <summary>Null for an encoding that is not known. Only one can be named: several could multiply what a byte becomes.</summary>
    private static Stream? Open(string encoding, Stream body) =>
        encoding switch
        {
            "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress, leaveOpen: true),
            "deflate" => new ZLibStream(body, CompressionMode.Decompress, leaveOpen: true),
            "br" => new BrotliStream(body, CompressionMode.Decompress, leaveOpen: true),
            "zstd" => OpenZstd(body),
            _ => null,
        };

    private static DecompressionStream OpenZstd(Stream body)
    {
        var stream = new DecompressionStream(body, bufferSize: 0, checkEndOfStream: true, leaveOpen: true);
        stream.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, MaxZstdWindowLog);
        return stream;
    }
}
