using Platform.Dashboard.Display.Errors;

namespace Platform.Dashboard.Display;

/// <summary>A tool that people use with the API: where its settings are, and how it treats a refusal.</summary>
/// <param name="Id">As in <c>/guides/{id}</c>.</param>
/// <param name="About">What it is, for those who do not know it by its name.</param>
/// <param name="Key">Where the API key goes.</param>
/// <param name="BaseUrl">Where the Base URL goes.</param>
/// <param name="Model">Where the model name goes.</param>
/// <param name="Refused">What the person sees, and how often the tool retries by itself.</param>
/// <param name="Setup">The texts to copy, for tools that are set up by files or by commands; one for each file and each shell.</param>
/// <param name="UsesRootUrl">Whether its Base URL is without <c>/v1</c>.</param>
public sealed record Tool(
    string Id,
    string Name,
    string About,
    string Key,
    string BaseUrl,
    string Model,
    string Refused,
    Func<Quickstart, IReadOnlyList<Snippet>>? Setup = null,
    bool UsesRootUrl = false
)
{
    public static IReadOnlyList<Tool> All { get; } =
    [
        new(
            "cursor",
            "Cursor",
            "An editor that writes code with you.",
            "Cursor Settings, Models, API Keys: OpenAI API Key.",
            "In the same place, switch on Override OpenAI Base URL. Cursor asks from its own servers, so an address on your own "
                + "computer (localhost) does not work.",
            "Cursor Settings, Models: add a custom model with exactly this name, and choose it in the chat.",
            "Cursor shows the message in the chat."
        ),
        new(
            "cline",
            "Cline",
            "An agent in VS Code and in the terminal.",
            "Settings, API Provider OpenAI Compatible: API Key.",
            "In the same place: Base URL.",
            "In the same place: Model ID.",
            "Cline shows the message. It asks again up to five times when it is told to wait, and not at all when key, Base URL or "
                + "model is wrong.",
            you =>
                [
                    new(
                        "In a terminal",
                        SnippetLanguage.Shell,
                        $"""
                        cline auth -p openai -b {you.BaseUrl} -k {you.ApiKey} -m {you.ModelName}
                        cline -P openai -m {you.ModelName} "Say hello"
                        """
                    ),
                ]
        ),
        new(
            "codex",
            "Codex CLI",
            "OpenAI's agent for the terminal.",
            "The environment variable that env_key names in ~/.codex/config.toml, here PLATFORM_API_KEY.",
            "base_url in ~/.codex/config.toml.",
            "model in ~/.codex/config.toml.",
            "Codex prints the message and the request id. It asks up to five times more, even when the key is wrong or the credit is "
                + "used up: what is refused costs nothing.",
            you =>
                [
                    new(
                        "~/.codex/config.toml",
                        SnippetLanguage.Toml,
                        $"""
                        model = "{you.ModelName}"
                        model_provider = "platform"

                        [model_providers.platform]
                        name = "Platform"
                        base_url = "{you.BaseUrl}"
                        env_key = "PLATFORM_API_KEY"
                        wire_api = "responses"
                        """
                    ),
                    new(
                        "In the shell that starts codex",
                        SnippetLanguage.Shell,
                        $"""
                        export PLATFORM_API_KEY={you.ApiKey}
                        codex
                        """
                    ),
                ]
        ),
        new(
            "claude-code",
            "Claude Code",
            "Anthropic's agent for the terminal.",
            "The environment variable ANTHROPIC_AUTH_TOKEN. Unset ANTHROPIC_API_KEY, which would be sent as well.",
            "The environment variable ANTHROPIC_BASE_URL, without /v1 at its end: Claude Code adds it by itself.",
            "The environment variable ANTHROPIC_MODEL, or --model.",
            "Claude Code prints the message. It asks up to ten times more when a key is wrong or a provider is away, and not at all "
                + "when the model or the Base URL is wrong or the credit is used up.",
            you =>
                [
                    new(
                        "In the shell that starts claude",
                        SnippetLanguage.Shell,
                        $"""
                        unset ANTHROPIC_API_KEY
                        export ANTHROPIC_BASE_URL={you.RootUrl}
                        export ANTHROPIC_AUTH_TOKEN={you.ApiKey}
                        export ANTHROPIC_MODEL={you.ModelName}
                        export CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1
                        claude
                        """
                    ),
                ],
            UsesRootUrl: true
        ),
        new(
            "continue",
            "Continue",
            "An assistant in VS Code and JetBrains.",
            "apiKey of the model in ~/.continue/config.yaml.",
            "apiBase of the model in ~/.continue/config.yaml.",
            "model of the model in ~/.continue/config.yaml.",
            "Continue shows the message. While a provider is away it asks many times over before it does.",
            you =>
                [
                    new(
                        "~/.continue/config.yaml",
                        SnippetLanguage.Yaml,
                        $"""
                        name: Platform
                        version: 1.0.0
                        schema: v1
                        models:
                          - name: {you.ModelName}
                            provider: openai
                            model: {you.ModelName}
                            apiBase: {you.BaseUrl}
                            apiKey: {you.ApiKey}
                        """
                    ),
                ]
        ),
        new(
            "open-webui",
            "Open WebUI",
            "A chat in the browser, on a server of your own.",
            "Admin Panel, Settings, Connections, OpenAI API: the key of the connection.",
            "In the same place: the URL of the connection.",
            "The list above the chat, which Open WebUI fills from the API once key and URL are right.",
            "Open WebUI shows the message in the chat. A connection that cannot be verified has a wrong key or URL."
        ),
        new(
            "openai-sdk",
            "OpenAI's SDKs",
            "For programs of your own.",
            "api_key (Python), apiKey (JavaScript), or the environment variable OPENAI_API_KEY.",
            "base_url (Python), baseURL (JavaScript), or the environment variable OPENAI_BASE_URL.",
            "model of each request.",
            "The SDK throws an error with the message and the code. It asks twice more when it is told to wait, and not at all when "
                + "key, Base URL or model is wrong.",
            you =>
                [
                    new(
                        "Python",
                        SnippetLanguage.Python,
                        $$"""
                        from openai import OpenAI

                        client = OpenAI(base_url="{{you.BaseUrl}}", api_key="{{you.ApiKey}}")
                        print(client.chat.completions.create(model="{{you.ModelName}}", messages=[{"role": "user", "content": "Hello!"}]))
                        """
                    ),
                ]
        ),
        new(
            "anthropic-sdk",
            "Anthropic's SDKs",
            "For programs of your own that speak Messages.",
            "api_key (Python), apiKey (JavaScript), or the environment variable ANTHROPIC_API_KEY.",
            "base_url (Python), baseURL (JavaScript), or the environment variable ANTHROPIC_BASE_URL: without /v1 at its end.",
            "model of each request.",
            "The SDK throws an error with the message. It asks twice more when it is told to wait, and not at all when key, Base URL "
                + "or model is wrong.",
            you =>
                [
                    new(
                        "Python",
                        SnippetLanguage.Python,
                        $$"""
                        from anthropic import Anthropic

                        client = Anthropic(base_url="{{you.RootUrl}}", api_key="{{you.ApiKey}}")
                        print(client.messages.create(model="{{you.ModelName}}", max_tokens=1000, messages=[{"role": "user", "content": "Hello!"}]))
                        """
                    ),
                ],
            UsesRootUrl: true
        ),
    ];

    /// <summary>Null when there is no guide for it.</summary>
    public static Tool? Find(string id) => All.FirstOrDefault(tool => tool.Id == id);

    public string Where(Setting setting) =>
        setting switch
        {
            Setting.Key => Key,
            Setting.BaseUrl => BaseUrl,
            _ => Model,
        };
}
