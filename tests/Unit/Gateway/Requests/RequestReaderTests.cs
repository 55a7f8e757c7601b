using System.Text;
using Microsoft.Extensions.Options;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols;
using Platform.Gateway.Requests;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Requests;

/// <summary>What is read is refused where it names something that is kept at an upstream, in every shape that is understood.</summary>
public sealed class RequestReaderTests
{
    private static async Task<StepResult<IncomingRequest>> ReadAsync(string path, string body)
    {
        var options = Options.Create(new RequestOptions());
        var bytes = Encoding.UTF8.GetBytes(body);
        var http = new DefaultHttpContext { Request = { Body = new MemoryStream(bytes), ContentLength = bytes.Length } };
        return await new RequestReader(options, new BodyMemory(options)).ReadAsync(
            http.Request,
            Protocol.All.Single(protocol => protocol.Path == path),
            () => default,
            CancellationToken.None
        );
    }

    [Theory]
    [InlineData("/responses", """{"model":"m","input":"Hi","conversation":"conv_1"}""", "conversation")]
    [InlineData("/messages", """{"model":"m","max_tokens":9,"messages":["Hi"],"container":"c_1"}""", "container")]
    [InlineData("/chat/completions", """{"model":"m","input":[{"type":"item_reference","id":"msg_1"}]}""", "input[0].type")]
    [InlineData("/chat/completions", """{"model":"m","input":"Hi","background":true}""", "background")]
    public async Task What_is_kept_at_an_upstream_is_refused(string path, string body, string param)
    {
        Assert.False((await ReadAsync(path, body)).Found(out _, out var error));
        Assert.Equal((400, param), (error.Status, error.Param));
        Assert.Contains("which all accounts here share", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/responses", """{"model":"m","input":"Hi"}""")]
    [InlineData("/chat/completions", """{"model":"m","input":[{"role":"user","content":"Hi"}]}""")]
    public async Task All_else_is_read(string path, string body) => Assert.True((await ReadAsync(path, body)).Found(out _, out _));
}
