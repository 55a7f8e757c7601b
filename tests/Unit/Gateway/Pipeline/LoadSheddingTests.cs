using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Platform.Gateway.Errors;
using Platform.Gateway.Pipeline;
using Platform.Gateway.Protocols;
using Platform.Gateway.Serving;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Pipeline;

public sealed class LoadSheddingTests
{
    /// <summary>Before the first step: there are none here.</summary>
    [Theory]
    [InlineData("/v1/chat/completions", "{\"error\":{\"message\":\"As many requests are under way here")]
    [InlineData(
        "/v1/messages",
        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"As many requests are under way here"
    )]
    public async Task What_is_too_much_is_refused_in_the_callers_dialect_before_anything_is_done_for_it(string path, string begin)
    {
        var options = Options.Create(new ServerOptions { MaxRequests = 1 });
        using var memory = new MemoryGauge(
            options,
            TimeProvider.System,
            NullLogger<MemoryGauge>.Instance,
            long.MaxValue,
            () => 0,
            () => { }
        );
        var load = new LoadLimit(options, memory);
        Assert.Null(load.TryEnter());
        var errors = new ErrorWriter(Options.Create(new PublicAddresses()));
        var pipeline = new RequestPipeline(
            load,
            null!,
            null!,
            null!,
            null!,
            null!,
            null!,
            null!,
            null!,
            null!,
            errors,
            TimeProvider.System
        );
        var http = new DefaultHttpContext { Request = { Method = "POST", Path = path }, Response = { Body = new MemoryStream() } };

        await pipeline.RunAsync(new RequestContext(http, TimeProvider.System), Protocol.Chat);

        Assert.StartsWith(begin, Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray()), StringComparison.Ordinal);
        Assert.Equal("2", http.Response.Headers.RetryAfter.ToString());
        Assert.Equal(1, load.Running);
    }
}
