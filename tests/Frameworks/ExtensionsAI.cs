using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Responses;

#pragma warning disable OPENAI001 // The SDK calls its Responses client experimental; people use it.

namespace Platform.Tests.Frameworks;

/// <summary>An <see cref="IChatClient"/> over one of OpenAI's, which streams and invokes the function by itself.</summary>
public static class ExtensionsAI
{
    public static Task<string> ChatAsync(string baseUrl, string key, string model, string question, CancellationToken cancellationToken) =>
        AnswerAsync(
            new OpenAIClient(new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = new Uri(baseUrl) })
                .GetChatClient(model)
                .AsIChatClient(),
            question,
            cancellationToken
        );

    public static Task<string> ResponsesAsync(
        string baseUrl,
        string key,
        string model,
        string question,
        CancellationToken cancellationToken
    ) =>
        AnswerAsync(
            new ResponsesClient(new ApiKeyCredential(key), new ResponsesClientOptions { Endpoint = new Uri(baseUrl) }).AsIChatClient(model),
            question,
            cancellationToken
        );

    private static async Task<string> AnswerAsync(IChatClient inner, string question, CancellationToken cancellationToken)
    {
        using var client = inner.AsBuilder().UseFunctionInvocation().Build();
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create(WriteTool.Write, WriteTool.Name, "Writes a file.")] };
        var response = await client.GetStreamingResponseAsync(question, options, cancellationToken).ToChatResponseAsync(cancellationToken);
        var errors = response.Messages.SelectMany(message => message.Contents).OfType<ErrorContent>();
        return response switch
        {
            _ when errors.FirstOrDefault() is { } error => throw new InvalidOperationException($"{error.ErrorCode}: {error.Message}"),
            { FinishReason: null } => throw new InvalidOperationException("The stream ended without a finish reason."),
            { Usage.OutputTokenCount: > 0 } => response.Text,
            _ => throw new InvalidOperationException("The stream had no usage."),
        };
    }
}
