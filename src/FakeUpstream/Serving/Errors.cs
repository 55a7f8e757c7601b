using System.Buffers;
using System.Globalization;
using Platform.FakeUpstream.Scripts;
using Platform.FakeUpstream.Tally;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Serving;

/// <summary>
/// Writes every failure in the format of the caller's protocol, OpenAI's or Anthropic's: refusals, and unexpected exceptions.
/// </summary>
internal sealed partial class Errors(RequestDelegate next, ILogger<Errors> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (Refusal refusal)
        {
            if (refusal.RetryAfterSeconds is { } seconds)
                http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            await Write(http, refusal.Error);
        }
        catch (BadHttpRequestException malformed) when (!http.RequestAborted.IsCancellationRequested)
        {
            // A body that breaks off means that the client disconnected, even when the abort is noticed only later.
            if (malformed.StatusCode == StatusCodes.Status400BadRequest)
                http.Features.Get<Exchange>()?.Finish(Outcome.Disconnected);
            await Write(http, OpenAIError.Invalid(malformed.Message) with { Status = malformed.StatusCode });
        }
        catch (Exception unexpected) when (unexpected is not ScriptedCutException && !http.RequestAborted.IsCancellationRequested)
        {
            Unexpected(log, unexpected, http.Request.Method, http.Request.Path);
            if (http.Response.HasStarted)
                throw;
            await Write(http, OpenAIError.ServerFailure);
        }
    }

    public static Task UnknownUrl(HttpContext http) =>
        Write(http, OpenAIError.NotFound($"Invalid URL ({http.Request.Method} {http.Request.Path})"));

    public static async Task Write(HttpContext http, OpenAIError error)
    {
        var body = new ArrayBufferWriter<byte>();
        if (AnthropicError.AppliesTo(http))
            AnthropicError.Write(body, error, http.Response.Headers[AnswerHeaders.AnthropicRequestId].ToString());
        else
            error.WriteTo(body);
        http.Response.StatusCode = error.Status;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.WrittenCount;
        await http.Response.BodyWriter.WriteAsync(body.WrittenMemory, http.RequestAborted);
    }

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private static partial void Unexpected(ILogger log, Exception exception, string method, PathString path);
}
