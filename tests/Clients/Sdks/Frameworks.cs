using System.Reflection;
using System.Runtime.Loader;

namespace Platform.Tests.Clients;

/// <summary>
/// tests/Frameworks, in a load context of its own: what it is built on is another version of an assembly that this project has too.
/// </summary>
internal static class Frameworks
{
    private static readonly string File = typeof(Frameworks)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "Frameworks")
        .Value!;

    private static readonly Context Own = new();
    private static readonly Assembly Loaded = Own.LoadFromAssemblyPath(File);

    public delegate Task<string> Ask(string baseUrl, string key, string model, string question, CancellationToken cancellationToken);

    public static Ask Method(string type, string name) =>
        Loaded.GetType($"Platform.Tests.Frameworks.{type}", throwOnError: true)!.GetMethod(name)!.CreateDelegate<Ask>();

    /// <summary>Of a package there: the version that was built against.</summary>
    public static string Version(string assembly) => Own.LoadFromAssemblyName(new AssemblyName(assembly)).GetName().Version!.ToString(3);

    private sealed class Context() : AssemblyLoadContext("Frameworks")
    {
        private readonly AssemblyDependencyResolver resolver = new(File);

        protected override Assembly? Load(AssemblyName assemblyName) =>
            resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }
}

/// <summary>One of them, which is asked by a method there.</summary>
public abstract class FrameworkOverOpenAI(string package, string type, string method) : DotNetSdk
{
    private readonly Frameworks.Ask ask = Frameworks.Method(type, method);

    public override string Version => Frameworks.Version(package);

    protected override Task<string> AnswerAsync(Setting setting, string question, CancellationToken cancellationToken) =>
        ask(setting.BaseUrl, setting.Key, setting.Model, question, cancellationToken);
}

public sealed class ExtensionsAIChat() : FrameworkOverOpenAI("Microsoft.Extensions.AI.OpenAI", "ExtensionsAI", "ChatAsync")
{
    public override string Name => "Microsoft.Extensions.AI.OpenAI, chat";

    public override Protocol Speaks => Protocol.Chat;

    public override string Guide =>
        "`AsIChatClient()` of the `ChatClient` of OpenAI for .NET, which is set up as is said there; it shows the same of an answer that breaks off.";

    public override string Shown(Case refusal, string ours) => OpenAIDotNetChat.ShownOf(refusal, ours);
}

public sealed class ExtensionsAIResponses() : FrameworkOverOpenAI("Microsoft.Extensions.AI.OpenAI", "ExtensionsAI", "ResponsesAsync")
{
    public override string Name => "Microsoft.Extensions.AI.OpenAI, responses";

    public override Protocol Speaks => Protocol.Responses;

    public override string Guide =>
        "`AsIChatClient(MODEL)` of the `ResponsesClient` of OpenAI for .NET 2.14.0, the version it asks for; with 2.15.0 it misses a method. "
        + "An answer that breaks off throws nothing: it contains an `ErrorContent` with our message and has no finish reason.";
}

public sealed class SemanticKernel() : FrameworkOverOpenAI("Microsoft.SemanticKernel.Connectors.OpenAI", "SemanticKernel", "ChatAsync")
{
    public override string Name => "Semantic Kernel";

    public override Protocol Speaks => Protocol.Chat;

    public override string Guide =>
        "`Kernel.CreateBuilder().AddOpenAIChatCompletion(MODEL, new Uri(BASE_URL), KEY)`. It asks again only where its HttpClient does: "
        + "`builder.Services.ConfigureHttpClientDefaults(http => http.AddStandardResilienceHandler())`. "
        + "Of an answer that breaks off it shows what OpenAI for .NET does.";

    public override string Shown(Case refusal, string ours) => OpenAIDotNetChat.ShownOf(refusal, ours);

    /// <summary>It offers each function under the name of its plugin and its own.</summary>
    public override string ToWrite(string file, string content) => $"files-{WriteTool.Dictated(file, content)}";
}
