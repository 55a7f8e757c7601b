using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Platform.ServiceDefaults;
using Xunit;

namespace Platform.Tests.Unit.ServiceDefaults;

public sealed class RepeatingServiceTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Finishing_runs_once_after_the_last_turn()
    {
        using var service = new Service(_ => Timeout.InfiniteTimeSpan);
        await service.StartAsync(default);
        await service.FirstTurn.WaitAsync(Limit);
        Assert.Equal(["turn"], service.Calls);

        await service.StopAsync(default);
        Assert.Equal(["turn", "finish"], service.Calls);
    }

    [Fact]
    public async Task A_turn_that_fails_while_the_service_stops_does_not_prevent_finishing()
    {
        using var service = new Service(token =>
        {
            token.WaitHandle.WaitOne(Limit);
            throw new InvalidOperationException();
        });
        await service.StartAsync(default);
        await service.FirstTurn.WaitAsync(Limit);
        await service.StopAsync(default);
        Assert.Equal(["turn", "finish"], service.Calls);
    }

    [Fact]
    public async Task A_transient_failure_to_finish_does_not_fail_the_service()
    {
        using var service = new Service(_ => Timeout.InfiniteTimeSpan) { FinishFailure = new TimeoutException() };
        await service.StartAsync(default);
        await service.FirstTurn.WaitAsync(Limit);
        await service.StopAsync(default);
        Assert.True(service.ExecuteTask!.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_failure_that_is_not_transient_ends_the_service_without_finishing()
    {
        using var service = new Service(_ => throw new NotSupportedException());
        await service.StartAsync(default);
        await Assert.ThrowsAsync<NotSupportedException>(() => service.ExecuteTask!.WaitAsync(Limit));
        Assert.Equal(["turn"], service.Calls);
    }

    private sealed class Service(Func<CancellationToken, TimeSpan> turn)
        : RepeatingService(new FakeTimeProvider(), NullLogger<Service>.Instance)
    {
        private readonly TaskCompletionSource firstTurn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<string> Calls { get; } = [];

        public Task FirstTurn => firstTurn.Task;

        public Exception? FinishFailure { get; init; }

        protected override Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
        {
            Calls.Add("turn");
            firstTurn.TrySetResult();
            return Task.FromResult(turn(cancellationToken));
        }

        protected override bool IsTransient(Exception exception) => exception is not NotSupportedException;

        protected override Task FinishAsync()
        {
            Calls.Add("finish");
            return FinishFailure is null ? Task.CompletedTask : Task.FromException(FinishFailure);
        }
    }
}
