using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Platform.Usage.Problems;
using StackExchange.Redis;
using Xunit;

namespace Platform.Tests.Unit.Usage;

public sealed class StoreUnavailableHandlerTests
{
    public static TheoryData<Exception, string> Unavailable =>
        new()
        {
            { new NpgsqlException("away", new IOException()), "The ledger cannot be reached" },
            { new RedisConnectionException(ConnectionFailureType.SocketClosed, CommandFlags.None, "away"), "The till cannot be reached" },
            { new RedisTimeoutException(CommandFlags.None, "slow", CommandStatus.Unknown), "The till cannot be reached" },
            { new TimeoutException(), "The till cannot be reached" },
        };

    [Theory]
    [MemberData(nameof(Unavailable))]
    public async Task A_store_that_cannot_be_reached_is_a_503_that_may_be_repeated(Exception exception, string title)
    {
        var (handled, http, body) = await HandleAsync(exception);
        Assert.Equal((true, 503, "1"), (handled, http.Response.StatusCode, http.Response.Headers.RetryAfter.ToString()));
        Assert.Contains($"\"title\":\"{title}\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_exception_is_left_to_others() => Assert.False((await HandleAsync(new InvalidOperationException())).Handled);

    private static async Task<(bool Handled, HttpContext Http, string Body)> HandleAsync(Exception exception)
    {
        var http = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection().AddLogging().AddProblemDetails().BuildServiceProvider(),
            Response = { Body = new MemoryStream() },
        };
        var handled = await new StoreUnavailableHandler(NullLogger<StoreUnavailableHandler>.Instance).TryHandleAsync(
            http,
            exception,
            default
        );
        return (handled, http, Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray()));
    }
}
