using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Platform.Contracts;

namespace Platform.Bench.SignIns;

/// <summary>
/// So many sign-ins at once to addresses that nobody has, each from a network of its own, so that only the queue is in their way. Each is
/// followed by another as soon as it is answered.
/// </summary>
internal sealed class SignInFlood(HttpClient accounts, int atOnce)
{
    private readonly ConcurrentDictionary<HttpStatusCode, int> answers = new();
    private int sent;

    /// <summary>How many got each answer.</summary>
    public IEnumerable<(HttpStatusCode Status, int Count)> Answers =>
        answers.OrderBy(each => each.Key).Select(each => (each.Key, each.Value));

    /// <summary>Runs until <paramref name="stop"/>.</summary>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => SignInAsync(stop)));

    private async Task SignInAsync(CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var number = Interlocked.Increment(ref sent);
                using var request = new HttpRequestMessage(HttpMethod.Post, AccountsRoutes.Sessions);
                request.Content = JsonContent.Create(new SignInRequest($"nobody-{number}@example.com", "not a password"));
                request.Headers.Add(ServiceHeaders.ClientAddress, $"2001:db8:{number >> 16:x}:{number & 0xffff:x}::1");
                using var response = await accounts.SendAsync(request, stop);
                answers.AddOrUpdate(response.StatusCode, 1, (_, count) => count + 1);
                // As a client does that heeds Retry-After, or the refusals themselves would be the load.
                if (response.Headers.RetryAfter?.Delta is { } wait)
                    await Task.Delay(wait, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The measurement is over.
        }
    }
}
