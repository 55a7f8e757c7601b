using System.ClientModel;
using Anthropic;
using Anthropic.Models.Messages;
using OpenAI;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Clients;

/// <summary>What the SDKs have besides answers: embeddings, token counts, lists of models, and timeouts of their own.</summary>
public sealed class SdkStories(SharedPlatform shared) : IClassFixture<SharedPlatform>
{
    private const string Embeddings = "text-embedding-3-small";

    private PlatformFixture Platform => shared.Platform;

    [ClientFact]
    public async Task Embeddings_for_Node_are_numbers_and_charged()
    {
        await using var trial = await Trial.BeginAsync(Platform, new OpenAINodeChat());
        var said = await NodeHost.AskAsync(
            "openai-embeddings.mjs",
            null,
            new Setting($"{trial.Proxy.Address}v1", trial.Key.Secret, Embeddings),
            trial.Word
        );
        Assert.True(said.Succeeded, said.Text);
        Assert.Contains("\"vectors\":2,\"dimensions\":1536,\"finite\":true", said.Text, StringComparison.Ordinal);
        await ExpectOnePaidAsync(trial);
    }

    /// <summary>This model begins to answer after three seconds, and comments come after one here.</summary>
    [ClientFact]
    public async Task A_model_that_thinks_longer_than_OpenAI_for_Node_waits_still_gets_its_answer_through()
    {
        await using var trial = await Trial.BeginAsync(Platform, new OpenAINodeChat());
        var said = await NodeHost.AskAsync(
            "openai-timeout.mjs",
            null,
            new Setting($"{trial.Proxy.Address}v1", trial.Key.Secret, "fake-slow-first-byte"),
            trial.Word
        );
        Assert.True(said.Succeeded, said.Text);
        Assert.Contains("This answer is made up", said.Text, StringComparison.Ordinal);
        await ExpectOnePaidAsync(trial);
    }

    [ClientFact]
    public async Task Embeddings_for_DotNet_are_numbers_and_charged()
    {
        await using var trial = await Trial.BeginAsync(Platform, new OpenAIDotNetChat());
        var client = new OpenAIClient(
            new ApiKeyCredential(trial.Key.Secret),
            new OpenAIClientOptions { Endpoint = new Uri(trial.Proxy.Address, "v1") }
        );
        var vector = (await client.GetEmbeddingClient(Embeddings).GenerateEmbeddingAsync(trial.Word)).Value.ToFloats();
        Assert.Equal(1536, vector.Length);
        Assert.Equal(1, vector.ToArray().Sum(value => value * value), 0.01);
        await ExpectOnePaidAsync(trial);
    }

    [ClientFact]
    public async Task Anthropic_for_Node_counts_tokens_for_nothing_and_pages_through_the_models()
    {
        await using var trial = await Trial.BeginAsync(Platform, new AnthropicNode());
        var said = await NodeHost.AskAsync(
            "anthropic-extras.mjs",
            null,
            new Setting(trial.Proxy.Address.ToString().TrimEnd('/'), trial.Key.Secret, Models.Of(Protocol.Messages)),
            trial.Word
        );
        Assert.True(said.Succeeded, said.Text);
        Assert.Matches("\"tokens\":[1-9][0-9]*,\"listed\":true,\"twice\":false", said.Text);
        await ExpectFreeAsync(trial);
    }

    [ClientTheory]
    [InlineData(Protocol.Chat)]
    [InlineData(Protocol.Responses)]
    [InlineData(Protocol.Messages)]
    public async Task Anthropic_for_DotNet_counts_tokens_for_nothing_and_pages_through_the_models(Protocol upstream)
    {
        await using var trial = await Trial.BeginAsync(Platform, new AnthropicDotNet());
        var client = new AnthropicClient { BaseUrl = trial.Proxy.Address.ToString().TrimEnd('/'), ApiKey = trial.Key.Secret };
        var counted = await client.Messages.CountTokens(
            new MessageCountTokensParams { Model = Models.Of(upstream), Messages = [new UserMessageParam(trial.Word)] }
        );
        Assert.True(counted.InputTokens > 0);
        var page = await client.Models.List(new() { Limit = 5 });
        var listed = new List<string>();
        await foreach (var model in page.Paginate())
            listed.Add(model.ID);
        Assert.Contains(Models.Of(upstream), listed);
        Assert.Equal(listed.Distinct(), listed);
        await ExpectFreeAsync(trial);
    }

    private async Task ExpectOnePaidAsync(Trial trial)
    {
        var record = Assert.Single(await Receipts.OfAsync(Platform, trial.Person, 1));
        Assert.Equal((Outcome.Completed, true), (record.Outcome, record.Charge > Money.Zero));
    }

    private static async Task ExpectFreeAsync(Trial trial) =>
        Assert.Equal(new BalanceView(Money.FromUsd(5), Money.Zero), await trial.Person.BalanceAsync());
}
