using System.ClientModel;
using System.Text.Json;
using OpenAI.Responses;

#pragma warning disable OPENAI001 // The SDK calls its Responses client experimental; people use it.

namespace Platform.Tests.Clients;

public sealed class OpenAIDotNetResponses : DotNetSdk
{
    public override string Name => "OpenAI for .NET, responses";

    public override string Version => Pins.OfAssembly(typeof(ResponsesClient));

    public override Protocol Speaks => Protocol.Responses;

    public override string Guide =>
        "`new ResponsesClient(new ApiKeyCredential(KEY), new ResponsesClientOptions { Endpoint = new Uri(BASE_URL) })`.";

    protected override async Task<string> AnswerAsync(Setting setting, string question, CancellationToken cancellationToken)
    {
        var client = new ResponsesClient(
            new ApiKeyCredential(setting.Key),
            new ResponsesClientOptions { Endpoint = new Uri(setting.BaseUrl) }
        );
        var options = new CreateResponseOptions(setting.Model, [ResponseItem.CreateUserMessageItem(question)])
        {
            StoredOutputEnabled = false,
        };
        options.Tools.Add(
            ResponseTool.CreateFunctionTool(WriteTool.Name, BinaryData.FromString(WriteTool.Parameters), strictModeEnabled: true)
        );
        while (true)
        {
            var response = await TurnAsync(client, options, cancellationToken);
            var calls = response.OutputItems.OfType<FunctionCallResponseItem>().ToArray();
            if (calls.Length == 0)
                return response.GetOutputText();
            foreach (var item in response.OutputItems)
                options.InputItems.Add(item);
            foreach (var call in calls)
                options.InputItems.Add(
                    ResponseItem.CreateFunctionCallOutputItem(call.CallId, WriteTool.Run(JsonElement.Parse(call.FunctionArguments)))
                );
        }
    }

    private static async Task<ResponseResult> TurnAsync(
        ResponsesClient client,
        CreateResponseOptions options,
        CancellationToken cancellationToken
    )
    {
        options.StreamingEnabled = true;
        await foreach (var update in await client.CreateResponseStreamingAsync(options, cancellationToken))
        {
            if (update is StreamingResponseCompletedUpdate completed)
                return completed.Response;
            if (update is StreamingResponseErrorUpdate error)
                throw new InvalidOperationException($"{error.Code}: {error.Message}");
            if (update is StreamingResponseFailedUpdate failed)
                throw new InvalidOperationException($"{failed.Response.Error.Code}: {failed.Response.Error.Message}");
        }

        throw new InvalidOperationException("The stream ended before the response was completed.");
    }
}
