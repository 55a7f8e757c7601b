using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Clients;

/// <summary>
/// What is tried with every client. Whatever reaches an upstream is tried with an upstream of each protocol; a refusal comes before one
/// is chosen, and is tried once.
/// </summary>
public abstract class ClientStories<TClient>(SharedPlatform shared) : IClassFixture<SharedPlatform>
    where TClient : Client, new()
{
    /// <summary>In every answer of the fake upstream, as its last paragraph.</summary>
    private const string Answered = "This answer is made up";

    private readonly TClient client = new();

    protected PlatformFixture Platform => shared.Platform;

    [ClientTheory]
    [InlineData(Protocol.Chat)]
    [InlineData(Protocol.Responses)]
    [InlineData(Protocol.Messages)]
    public Task A_question_is_answered_and_its_receipt_is_what_was_served(Protocol upstream) =>
        CellAsync(
            Case.Answer,
            upstream,
            async trial =>
            {
                var output = await trial.AskAsync(Models.Of(upstream));
                ExpectAnswer(output);
                Assert.All(await Receipts.OfAsync(Platform, trial.Person, 1), record => Assert.Equal(Outcome.Completed, record.Outcome));
            }
        );

    [ClientTheory]
    [InlineData(Protocol.Chat)]
    [InlineData(Protocol.Responses)]
    [InlineData(Protocol.Messages)]
    public Task A_tool_writes_a_file_and_its_result_is_answered(Protocol upstream) =>
        CellAsync(
            Case.Tool,
            upstream,
            async trial =>
            {
                var file = Path.Combine(trial.Home.Work, "made.txt");
                var output = await trial.AskAsync(Models.Of(upstream), client.ToWrite(file, trial.Word));
                ExpectAnswer(output);
                Assert.True(File.Exists(file), $"There is no file:\n{output.Text}");
                Assert.Equal(trial.Word, await File.ReadAllTextAsync(file));
                var records = await Receipts.OfAsync(Platform, trial.Person, 2);
                Assert.All(records, record => Assert.Equal(Outcome.Completed, record.Outcome));
            }
        );

    [ClientTheory]
    [InlineData(Protocol.Chat)]
    [InlineData(Protocol.Responses)]
    [InlineData(Protocol.Messages)]
    public Task A_busy_upstream_is_asked_again_and_only_the_answer_is_charged(Protocol upstream) =>
        CellAsync(
            Case.TryAgain,
            upstream,
            async trial =>
            {
                ExpectAnswer(await trial.AskAsync(Models.BusyOnce(upstream)));
                var records = await Receipts.OfAsync(Platform, trial.Person, 2);
                Assert.Equal(Outcome.Failed, records[0].Outcome);
                Assert.Single(records, record => record.Outcome == Outcome.Completed);
            }
        );

    [ClientTheory]
    [InlineData(Protocol.Chat)]
    [InlineData(Protocol.Responses)]
    [InlineData(Protocol.Messages)]
    public Task An_answer_that_breaks_off_is_an_error_and_no_loop(Protocol upstream) =>
        CellAsync(
            Case.Cut,
            upstream,
            async trial =>
            {
                ExpectRefusal(await trial.AskAsync(Models.Cut(upstream)), Case.Cut, "broke off in the middle of the answer");
                ExpectFewRequests(trial);
                var records = await Receipts.OfAsync(Platform, trial.Person, 1);
                Assert.Equal(Outcome.Interrupted, records[0].Outcome);
                Assert.True(records[0].Charge > Money.Zero);
                Assert.InRange(records.Count, 1, client.MaxTries);
            }
        );

    [ClientFact]
    public Task A_wrong_key_is_reported() =>
        RefusedAsync(Case.WrongKey, "no such key exists here", trial => trial.AskAsync(Own, key: ApiKey.Create().Text));

    [ClientFact]
    public Task A_wrong_base_url_is_reported() =>
        RefusedAsync(Case.WrongBaseUrl, "Set the Base URL", trial => trial.AskAsync(Own, wrongBaseUrl: true));

    [ClientFact]
    public Task An_unknown_model_is_reported() =>
        RefusedAsync(Case.UnknownModel, "does not exist here", trial => trial.AskAsync(Models.Unknown));

    [ClientFact]
    public Task Missing_credit_is_reported() =>
        RefusedAsync(Case.OutOfCredit, "has no credit left", trial => trial.AskAsync(Own), pack: null);

    [ClientFact]
    public Task A_key_that_is_disabled_in_the_middle_of_a_session_is_reported() =>
        CellAsync(
            Case.KeyDisabled,
            client.Speaks,
            async trial =>
            {
                ExpectAnswer(await trial.AskAsync(Own));
                var before = trial.Proxy.PostCount;
                await trial.DisableKeyAsync();
                ExpectRefusal(await trial.AskAsync(Own, again: true), Case.KeyDisabled, "is switched off");
                ExpectFewRequests(trial, before);
                Assert.All(await Receipts.OfAsync(Platform, trial.Person, 1), record => Assert.Equal(Outcome.Completed, record.Outcome));
            }
        );

    private string Own => Models.Of(client.Speaks);

    private Task RefusedAsync(Case refusal, string ours, Func<Trial, Task<ClientOutput>> ask, string? pack = "starter") =>
        CellAsync(
            refusal,
            client.Speaks,
            async trial =>
            {
                ExpectRefusal(await ask(trial), refusal, ours);
                ExpectFewRequests(trial);
                Assert.Empty(await trial.Person.UsageAsync(0));
            },
            pack
        );

    private async Task CellAsync(Case column, Protocol upstream, Func<Trial, Task> story, string? pack = "starter")
    {
        await using var trial = await Trial.BeginAsync(Platform, client, pack);
        var passed = false;
        try
        {
            await story(trial);
            passed = true;
        }
        finally
        {
            ClientTable.Enter(client, upstream, column, passed);
        }
    }

    private static void ExpectAnswer(ClientOutput output)
    {
        Assert.True(output.Succeeded, output.Text);
        Assert.Contains(Answered, output.Text, StringComparison.Ordinal);
    }

    private void ExpectRefusal(ClientOutput output, Case refusal, string ours)
    {
        Assert.False(output.Succeeded, output.Text);
        Assert.Contains(client.Shown(refusal, ours), output.Text, StringComparison.Ordinal);
    }

    private void ExpectFewRequests(Trial trial, int before = 0) =>
        Assert.True(
            trial.Proxy.PostCount - before <= client.MaxTries,
            $"{trial.Proxy.PostCount - before} requests:\n{string.Join('\n', trial.Proxy.Requests)}"
        );
}
