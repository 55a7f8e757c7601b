using System.ClientModel;
using OpenAI;
using OpenAI.Chat;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Completions;

/// <summary>From key to completion with OpenAI's own .NET client, which knows nothing of us but key, Base URL and model.</summary>
[Collection(PlatformCollection.Name)]
public sealed class CompletionStories(PlatformFixture platform)
{
    private const string Model = "gpt-4.1-mini";

    private async Task<(Person Person, OpenAIClient Client)> RegisterAsync()
    {
        var person = await Person.RegisterAsync(platform);
        var key = await person.CreateKeyAsync();
        return (person, new OpenAIClient(new ApiKeyCredential(key.Secret), new OpenAIClientOptions { Endpoint = platform.BaseUrl }));
    }

    [Fact]
    public async Task A_key_lists_its_models_before_there_is_any_credit()
    {
        var person = await Person.RegisterAsync(platform, pack: null);
        var key = await person.CreateKeyAsync(new CreateKeyRequest("two models", Models: ["gpt-4o", Model]));
        var client = new OpenAIClient(new ApiKeyCredential(key.Secret), new OpenAIClientOptions { Endpoint = platform.BaseUrl });

        var models = (await client.GetOpenAIModelClient().GetModelsAsync()).Value;
        Assert.Equal([Model, "gpt-4o"], models.Select(model => model.Id));
        var one = (await client.GetOpenAIModelClient().GetModelAsync(Model)).Value;
        Assert.Equal((Model, "openai"), (one.Id, one.OwnedBy));
    }

    [Fact]
    public async Task A_chat_is_answered_and_costs_its_tokens_times_the_price()
    {
        var (person, client) = await RegisterAsync();
        var before = await person.BalanceAsync();

        var completion = (await client.GetChatClient(Model).CompleteChatAsync("Say hello")).Value;
        Assert.Contains("Say hello", completion.Content[0].Text, StringComparison.Ordinal);
        Assert.Equal(ChatFinishReason.Stop, completion.FinishReason);

        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal((Outcome.Completed, UsageSource.Upstream, false), (record.Outcome, record.Source, record.Streamed));
        Assert.Equal(
            (completion.Usage.InputTokenCount, completion.Usage.OutputTokenCount),
            ((int)record.Usage.Input, (int)record.Usage.Output)
        );
        Assert.True(record.Charge > Money.Zero);
        Assert.Equal(record.Price.Cost(record.Usage), record.Charge);
        Assert.Equal(before.Credit - record.Charge, (await person.BalanceAsync()).Credit);
        Assert.Equal(Money.Zero, (await person.BalanceAsync()).Held);
    }

    [Fact]
    public async Task A_stream_arrives_piece_by_piece_and_its_usage_is_charged()
    {
        var (person, client) = await RegisterAsync();
        var (text, pieces) = ("", 0);
        ChatTokenUsage? usage = null;
        await foreach (var update in client.GetChatClient(Model).CompleteChatStreamingAsync("Tell me a story"))
        {
            foreach (var part in update.ContentUpdate)
                (text, pieces) = (text + part.Text, pieces + 1);
            usage ??= update.Usage;
        }

        Assert.True(pieces > 3, $"The answer came in {pieces} pieces");
        Assert.Contains("Tell me a story", text, StringComparison.Ordinal);
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal((Outcome.Completed, UsageSource.Upstream, true), (record.Outcome, record.Source, record.Streamed));
        Assert.Equal(usage!.OutputTokenCount, (int)record.Usage.Output);
        Assert.NotNull(record.FirstByteMs);
    }

    [Fact]
    public async Task A_tool_is_called_and_its_result_understood()
    {
        var (person, client) = await RegisterAsync();
        var chat = client.GetChatClient(Model);
        var tool = ChatTool.CreateFunctionTool(
            "get_weather",
            "Tells the weather",
            BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""")
        );
        var options = new ChatCompletionOptions { Tools = { tool }, ToolChoice = ChatToolChoice.CreateRequiredChoice() };
        List<ChatMessage> messages = [new UserChatMessage("What is the weather in Bern?")];

        var asked = (await chat.CompleteChatAsync(messages, options)).Value;
        Assert.Equal(ChatFinishReason.ToolCalls, asked.FinishReason);
        var call = Assert.Single(asked.ToolCalls);
        Assert.Equal("get_weather", call.FunctionName);
        Assert.NotNull(call.FunctionArguments.ToObjectFromJson<Dictionary<string, object>>()!["city"]);

        messages.Add(new AssistantChatMessage(asked));
        messages.Add(new ToolChatMessage(call.Id, "sunny, 21 degrees"));
        var answer = (await chat.CompleteChatAsync(messages, new ChatCompletionOptions { Tools = { tool } })).Value;
        Assert.Contains("sunny, 21 degrees", answer.Content[0].Text, StringComparison.Ordinal);
        Assert.All(await person.UsageAsync(2), record => Assert.Equal(Outcome.Completed, record.Outcome));
    }

    [Fact]
    public async Task A_streamed_tool_call_arrives_whole()
    {
        var (person, client) = await RegisterAsync();
        var tool = ChatTool.CreateFunctionTool(
            "add",
            "Adds",
            BinaryData.FromString("""{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"}},"required":["a","b"]}""")
        );
        var arguments = "";
        await foreach (
            var update in client
                .GetChatClient(Model)
                .CompleteChatStreamingAsync(
                    [new UserChatMessage("Add two numbers")],
                    new ChatCompletionOptions { Tools = { tool }, ToolChoice = ChatToolChoice.CreateRequiredChoice() }
                )
        )
        {
            foreach (var part in update.ToolCallUpdates)
                arguments += part.FunctionArgumentsUpdate;
        }

        Assert.Equal(["a", "b"], BinaryData.FromString(arguments).ToObjectFromJson<Dictionary<string, int>>()!.Keys.Order());
        Assert.True(Assert.Single(await person.UsageAsync(1)).Usage.Output > 0);
    }
}
