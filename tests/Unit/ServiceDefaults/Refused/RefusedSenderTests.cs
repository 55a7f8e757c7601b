using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.ServiceDefaults.Refused;
using Xunit;

namespace Platform.Tests.Unit.ServiceDefaults.Refused;

/// <summary>From the queue to Usage, by way of Accounts where a key is not verified.</summary>
public sealed class RefusedSenderTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly Guid Account = new("019aa000-0000-7000-8000-000000000001"),
        Owner = new("019aa000-0000-7000-8000-000000000002");

    private const string Owned = "aaaaaaaaaaaa",
        Nobodys = "bbbbbbbbbbbb";

    private readonly ServicesFake services = new();
    private readonly RefusedOptions options = new()
    {
        UnverifiedPerNetwork = 6,
        UnverifiedInAll = 8,
        UnverifiedPerAccount = 4,
    };
    private readonly RefusedQueue queue;
    private readonly RefusedSender sender;

    public RefusedSenderTests()
    {
        queue = new RefusedQueue(Options.Create(options), TimeProvider.System);
        sender = new RefusedSender(queue, services, Options.Create(options), TimeProvider.System, NullLogger<RefusedSender>.Instance);
    }

    public void Dispose()
    {
        sender.Dispose();
        services.Dispose();
    }

    private static RefusedCall Call(string id, string key = Owned, Guid? account = null, string network = "192.0.2.1") =>
        RefusedSamplingTests.Call(key, "invalid_api_key", account, id, network);

    /// <summary>What Usage has got once the service has ended, which empties the queue.</summary>
    private async Task<IReadOnlyList<RefusedRequest>> SentAsync()
    {
        await sender.StartAsync(default);
        await services.First.WaitAsync(Limit);
        await sender.StopAsync(default).WaitAsync(Limit);
        return services.Kept;
    }

    [Fact]
    public async Task A_verified_key_needs_no_owner()
    {
        queue.Add(Call("req_1", account: Account));
        Assert.Equal([("req_1", Account, true)], (await SentAsync()).Select(sent => (sent.RequestId, sent.AccountId, sent.Verified)));
        Assert.Equal(0, services.OwnersAsked);
    }

    [Fact]
    public async Task An_unverified_key_is_its_owners_or_nobodys()
    {
        queue.Add(Call("req_1"));
        queue.Add(Call("req_2", Nobodys));
        Assert.Equal([("req_1", Owner, false)], (await SentAsync()).Select(sent => (sent.RequestId, sent.AccountId, sent.Verified)));
    }

    [Fact]
    public async Task The_unverified_have_shares_of_their_own_which_the_verified_do_not_need()
    {
        for (var i = 0; i < 10; i++)
            queue.Add(Call($"req_a{i}"));
        for (var i = 0; i < 10; i++)
            queue.Add(Call($"req_b{i}", Nobodys, network: "192.0.2.2"));
        for (var i = 0; i < 10; i++)
            queue.Add(Call($"req_c{i}", account: Account, network: "192.0.2.1"));
        var sent = await SentAsync();
        Assert.Equal((4, 10), (sent.Count(entry => !entry.Verified), sent.Count(entry => entry.Verified)));
    }

    [Fact]
    public async Task Without_accounts_the_verified_go_on()
    {
        services.AccountsStatus = HttpStatusCode.InternalServerError;
        queue.Add(Call("req_1"));
        queue.Add(Call("req_2", account: Account));
        Assert.Equal(["req_2"], (await SentAsync()).Select(sent => sent.RequestId));
    }

    [Fact]
    public async Task A_batch_that_usage_did_not_take_is_sent_again()
    {
        services.FailUsage = 2;
        queue.Add(Call("req_1", account: Account));
        Assert.Equal(["req_1"], (await SentAsync()).Select(sent => sent.RequestId));
    }

    [Fact]
    public async Task A_flood_beyond_the_queue_is_dropped_and_blocks_nobody()
    {
        for (var i = 0; i < 9_000; i++)
            queue.Add(RefusedSamplingTests.Call(key: $"{i:D12}", account: Account, id: $"req_{i}"));
        Assert.Equal(4_096, (await SentAsync()).Count);
    }

    private sealed class ServicesFake : HttpMessageHandler, IHttpClientFactory
    {
        private readonly List<RefusedRequest> kept = [];
        private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public HttpStatusCode AccountsStatus { get; set; } = HttpStatusCode.OK;

        public int FailUsage { get; set; }

        public int OwnersAsked { get; private set; }

        public Task First => first.Task;

        /// <summary>Each once, as Usage keeps them: who is stopped while it sends sends again.</summary>
        public IReadOnlyList<RefusedRequest> Kept => [.. kept.DistinctBy(request => request.RequestId)];

        public HttpClient CreateClient(string name) => new(this, disposeHandler: false) { BaseAddress = new Uri("http://" + name) };

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.AbsolutePath == "/keys/owners")
            {
                OwnersAsked++;
                return new HttpResponseMessage(AccountsStatus) { Content = JsonContent.Create<KeyOwner[]>([new KeyOwner(Owned, Owner)]) };
            }

            if (FailUsage-- > 0)
                return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
            kept.AddRange((await request.Content!.ReadFromJsonAsync<RefusedRequest[]>(cancellationToken))!);
            first.TrySetResult();
            return new HttpResponseMessage(HttpStatusCode.NoContent);
        }
    }
}
