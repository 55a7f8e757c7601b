using System.Text.Json;
using Anthropic;
using Anthropic.Models.Messages;

namespace Platform.Tests.Clients;

public sealed class AnthropicDotNet : DotNetSdk
{
    public override string Name => "Anthropic for .NET";

    public override string Version => Pins.OfAssembly(typeof(AnthropicClient));

    public override Protocol Speaks => Protocol.Messages;

    public override string Guide => "`new AnthropicClient { BaseUrl = BASE_URL, ApiKey = KEY }`; the Base URL has no `/v1` at its end.";

    protected override async Task<string> AnswerAsync(Setting setting, string question, CancellationToken cancellationToken)
    {
        var client = new AnthropicClient { BaseUrl = setting.BaseUrl, ApiKey = setting.Key };
        List<MessageParam> messages = [new UserMessageParam(question)];
        while (true)
        {
            var message = await TurnAsync(client, setting.Model, messages, cancellationToken);
            var calls = message.Content.Select(block => block.TryPickToolUse(out var call) ? call : null).OfType<ToolUseBlock>().ToArray();
            if (calls.Length == 0)
                return string.Concat(message.Content.Select(block => block.TryPickText(out var text) ? text.Text : ""));
            messages.Add(
                new AssistantMessageParam(
                    calls
                        .Select(call =>
                            (ContentBlockParam)
                                new ToolUseBlockParam
                                {
                                    ID = call.ID,
                                    Name = call.Name,
                                    Input = call.Input,
                                }
                        )
                        .ToList()
                )
            );
            messages.Add(
                new UserMessageParam(
                    calls
                        .Select(call =>
                            (ContentBlockParam)
                                new ToolResultBlockParam(call.ID) { Content = WriteTool.Run(JsonSerializer.SerializeToElement(call.Input)) }
                        )
                        .ToList()
                )
            );
        }
    }

    private static Task<Message> TurnAsync(
        AnthropicClient client,
        string model,
        List<MessageParam> messages,
        CancellationToken cancellationToken
    ) =>
        client
            .Messages.CreateStreaming(
                new MessageCreateParams
                {
                    Model = model,
                    MaxTokens = 1024,
                    Messages = messages,
                    Tools =
                    [
                        new Tool
                        {
                            Name = WriteTool.Name,
                            InputSchema = InputSchema.FromRawUnchecked(
                                JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(WriteTool.Parameters)!
                            ),
                        },
                    ],
                },
                cancellationToken
            )
            .Aggregate();
}
