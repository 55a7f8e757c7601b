using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;

namespace Platform.Tests.Frameworks;

/// <summary>A kernel with one function in one plugin, which streams and invokes it by itself.</summary>
public static class SemanticKernel
{
    public static async Task<string> ChatAsync(
        string baseUrl,
        string key,
        string model,
        string question,
        CancellationToken cancellationToken
    )
    {
        var kernel = KernelOf(baseUrl, key, model);
        var settings = new OpenAIPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
        var (text, finished) = (new StringBuilder(), false);
        await foreach (
            var piece in kernel
                .GetRequiredService<IChatCompletionService>()
                .GetStreamingChatMessageContentsAsync(new ChatHistory(question, AuthorRole.User), settings, kernel, cancellationToken)
        )
        {
            text.Append(piece.Content);
            finished |= piece.Metadata?.GetValueOrDefault("FinishReason") is "Stop";
        }

        return finished ? text.ToString() : throw new InvalidOperationException("The stream ended without a finish reason.");
    }

    /// <summary>It asks again only where its HttpClient does.</summary>
    private static Kernel KernelOf(string baseUrl, string key, string model)
    {
        var builder = Kernel.CreateBuilder().AddOpenAIChatCompletion(model, new Uri(baseUrl), key);
        builder.Services.ConfigureHttpClientDefaults(http => http.AddStandardResilienceHandler());
        var kernel = builder.Build();
        kernel.Plugins.AddFromFunctions(
            "files",
            [KernelFunctionFactory.CreateFromMethod(WriteTool.Write, WriteTool.Name, "Writes a file.")]
        );
        return kernel;
    }
}
