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
        using var memory = Memory();
        var load = new LoadLimit(One, memory);
        Assert.Null(load.TryEnter());
        var http = new DefaultHttpContext { Request = { Method = "POST", Path = path }, Response = { Body = new MemoryStream() } };

        await Pipeline(load).RunAsync(new RequestContext(http, TimeProvider.System), Protocol.Chat);

        Assert.StartsWith(begin, Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray()), StringComparison.Ordinal);
        Assert.Equal("2", http.Response.Headers.RetryAfter.ToString());
        Assert.Equal(1, load.Running);
    }

    /// <summary>The first step throws, since there is none.</summary>
    [Fact]
    public async Task Whatever_ends_a_request_makes_room_for_another()
    {
        using var memory = Memory();
        var load = new LoadLimit(One, memory);
        for (var i = 0; i < 3; i++)
            await Assert.ThrowsAsync<NullReferenceException>(() =>
                Pipeline(load).RunAsync(new RequestContext(new DefaultHttpContext(), TimeProvider.System), Protocol.Chat)
            );
        Assert.Equal(0, load.Running);
    }

    private static IOptions<ServerOptions> One { get; } = Options.Create(new ServerOptions { MaxRequests = 1 });

    private static MemoryGauge Memory() =>
        new(One, TimeProvider.System, NullLogger<MemoryGauge>.Instance, long.MaxValue, () => 0, () => { });

    private static RequestPipeline Pipeline(LoadLimit load) =>
        new(
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
            new ErrorWriter(Options.Create(new PublicAddresses())),
            TimeProvider.System
        );
}
