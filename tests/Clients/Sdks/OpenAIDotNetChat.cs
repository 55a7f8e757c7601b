using System.ClientModel;
using System.Text;
using System.Text.Json;
using OpenAI;
using OpenAI.Chat;

namespace Platform.Tests.Clients;

public sealed class OpenAIDotNetChat : DotNetSdk
{
    private static readonly ChatTool Tool = ChatTool.CreateFunctionTool(
        WriteTool.Name,
        "Writes a file.",
        BinaryData.FromString(WriteTool.Parameters)
    );

    public override string Name => "OpenAI for .NET, chat";

    public override string Version => Pins.OfAssembly(typeof(OpenAIClient));

    public override Protocol Speaks => Protocol.Chat;

    public override string Guide =>
        "`new OpenAIClient(new ApiKeyCredential(KEY), new OpenAIClientOptions { Endpoint = new Uri(BASE_URL) })`. "
        + "Of an answer that breaks off it says that the response ended prematurely; why, it passes over.";

    /// <summary>It ignores an error that comes in a stream, and reports the connection that breaks after it.</summary>
    public override string Shown(Case refusal, string ours) => ShownOf(refusal, ours);

    /// <summary>Also of what is built on it.</summary>
    internal static string ShownOf(Case refusal, string ours) => refusal is Case.Cut ? "The response ended prematurely" : ours;

    protected override async Task<string> AnswerAsync(Setting setting, string question, CancellationToken cancellationToken)
    {
        var client = new OpenAIClient(
            new ApiKeyCredential(setting.Key),
            new OpenAIClientOptions { Endpoint = new Uri(setting.BaseUrl) }
        ).GetChatClient(setting.Model);
        List<ChatMessage> messages = [new UserChatMessage(question)];
        while (true)
        {
            var (text, calls) = await TurnAsync(client, messages, cancellationToken);
            if (calls.Count == 0)
                return text;
            messages.Add(new AssistantChatMessage(calls));
            foreach (var call in calls)
                messages.Add(new ToolChatMessage(call.Id, WriteTool.Run(JsonElement.Parse(call.FunctionArguments))));
        }
    }

    private static async Task<(string Text, IReadOnlyList<ChatToolCall> Calls)> TurnAsync(
        ChatClient client,
        IReadOnlyList<ChatMessage> messages,
        CancellationToken cancellationToken
    )
    {
        var text = new StringBuilder();
        var calls = new SortedDictionary<int, (string? Id, string? Name, StringBuilder Arguments)>();
        ChatFinishReason? finished = null;
        await foreach (
            var update in client.CompleteChatStreamingAsync(messages, new ChatCompletionOptions { Tools = { Tool } }, cancellationToken)
        )
        {
            finished ??= update.FinishReason;
            foreach (var part in update.ContentUpdate)
                text.Append(part.Text);
            foreach (var part in update.ToolCallUpdates)
            {
                var call = calls.GetValueOrDefault(part.Index, (null, null, new StringBuilder()));
                call.Arguments.Append(part.FunctionArgumentsUpdate);
                calls[part.Index] = (call.Id ?? part.ToolCallId, call.Name ?? part.FunctionName, call.Arguments);
            }
        }

        return finished is null
            ? throw new InvalidOperationException("The stream ended without a finish reason.")
            : (
                text.ToString(),
                [
                    .. calls.Values.Select(call =>
                        ChatToolCall.CreateFunctionToolCall(call.Id, call.Name, BinaryData.FromString(call.Arguments.ToString()))
                    ),
                ]
            );
    }
}
