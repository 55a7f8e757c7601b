using Platform.FakeUpstream.Scripts;

namespace Platform.FakeUpstream.Tally;

/// <summary>
/// Sees to it that every POST under <c>/v1</c> is in the tally exactly once, however it ends. An answer that completes says so itself;
/// the rest is decided here.
/// </summary>
internal sealed class ServedRequests(RequestDelegate next, TallySheet tally, TimeProvider time)
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
        catch (ScriptedCut)
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
