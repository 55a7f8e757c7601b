using System.Text.Json;
using Platform.AppHost.Upstreams;
using Platform.Contracts;

namespace Platform.AppHost.Commands;

/// <summary>What an operator does about upstreams. Both go to the gateway, which tells the others.</summary>
internal static class UpstreamCommands
{
    public const string UnPause = "un-pause",
        Test = "test";

    private const string Credential = "credential";

    /// <summary>Lets credentials be used again that an upstream refused, that wait for credit, or that rest.</summary>
    public static IResourceBuilder<UpstreamsResource> WithUnPauseCommand(
        this IResourceBuilder<UpstreamsResource> upstreams,
        IResourceBuilder<ProjectResource> gateway,
        PlatformServices services
    ) =>
        upstreams.WithCommand(
            UnPause,
            "Un-pause upstream credentials",
            async context =>
            {
                if (!TryRead(context.Arguments.GetString(Credential), out var request))
                    return CommandResults.Failure("A credential is upstream/credential, for example openai/main; nothing means all.");
                var answer = await services.SendAsync(
                    HttpMethod.Post,
                    gateway.GetEndpoint("http"),
                    GatewayPaths.UnPause,
                    request,
                    cancellationToken: context.CancellationToken
                );
                var done = answer.Deserialize<UnPauseResult>(JsonSerializerOptions.Web)!.UnPaused;
                return CommandResults.Success(
                    done.Count == 0 ? "No credential was paused." : $"Used again by every gateway: {string.Join(", ", done)}."
                );
            },
            new CommandOptions
            {
                Description = "Lets credentials be used again that an upstream refused or that wait for credit.",
                IconName = "Play",
                ConfirmationMessage = "Let every gateway use the credential again? Mend its account at the upstream first.",
                IsHighlighted = true,
                Arguments =
                [
                    new InteractionInput
                    {
                        Name = Credential,
                        Label = "upstream/credential, or nothing for all",
                        InputType = InputType.Text,
                    },
                ],
            }
        );

    /// <summary>Asks every upstream for its models with every credential, which costs nothing.</summary>
    public static IResourceBuilder<UpstreamsResource> WithTestCommand(
        this IResourceBuilder<UpstreamsResource> upstreams,
        IResourceBuilder<ProjectResource> gateway,
        PlatformServices services
    ) =>
        upstreams.WithCommand(
            Test,
            "Test upstream",
            async context =>
            {
                var answer = await services.SendAsync(
                    HttpMethod.Post,
                    gateway.GetEndpoint("http"),
                    GatewayPaths.TestUpstreams,
                    cancellationToken: context.CancellationToken
                );
                var tests = answer.Deserialize<UpstreamTest[]>(JsonSerializerOptions.Web)!;
                var text = string.Join('\n', tests.Select(UpstreamWords.Tested));
                return tests.All(test => test.Result is "answered" or "reachable")
                    ? CommandResults.Success("Every upstream answers.", text, CommandResultFormat.Text, displayImmediately: true)
                    : CommandResults.Failure("Not every upstream answers.", text, CommandResultFormat.Text);
            },
            new CommandOptions
            {
                Description = "Asks every upstream for its models with every credential. It costs nothing.",
                IconName = "Stethoscope",
                ConfirmationMessage = "Ask every upstream for its models, with every credential?",
                IsHighlighted = true,
            }
        );

    private static bool TryRead(string? text, out UnPauseRequest request)
    {
        request = new UnPauseRequest();
        if (string.IsNullOrWhiteSpace(text))
            return true;
        if (text.Trim().Split('/') is not [{ Length: > 0 } upstream, { Length: > 0 } credential])
            return false;
        request = new UnPauseRequest(upstream, credential);
        return true;
    }
}
