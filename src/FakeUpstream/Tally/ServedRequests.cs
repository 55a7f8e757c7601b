using Platform.FakeUpstream.Scripts;

namespace Platform.FakeUpstream.Tally;

/// <summary>
/// Adds every POST under <c>/v1</c> to the tally exactly once, however it ends. A complete answer finishes its exchange itself; all other
/// ends are decided here.
/// </summary>
internal sealed class ServedRequests(RequestDelegate next, RequestTally tally, TimeProvider time)
{
    public Task InvokeAsync(HttpContext http) =>
        HttpMethods.IsPost(http.Request.Method) && http.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal)
            ? Serve(http)
            : next(http);

    private async Task Serve(HttpContext http)
    {
        var exchange = new Exchange(http, tally, time);
        tally.Begin();
        http.Features.Set(exchange);
        http.Response.OnStarting(static state => FinishRefusal((Exchange)state), exchange);
        try
        {
            await next(http);
        }
        catch (ScriptedCutException)
        {
            exchange.Finish(Outcome.Cut);
            throw;
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            exchange.Finish(Outcome.Disconnected);
        }
        finally
        {
            exchange.Finish(Outcome.Failed);
        }
    }

    private static Task FinishRefusal(Exchange exchange)
    {
        exchange.FinishIfRefused();
        return Task.CompletedTask;
    }
}
