namespace Platform.Dashboard.Display.Errors;

/// <summary>What is set up wrong in a tool: the Base URL and the key.</summary>
internal static class SetupErrors
{
    public static ErrorCode[] All { get; } =
    [
        new(
            "unknown_url",
            "404",
            "The address is none of the API's. Usually the Base URL in your tool is wrong; the message says how.",
            Retries.No,
            "Use the Base URL that the guide for your tool shows, letter for letter. It ends in /v1; only Claude Code and other clients of "
                + "Anthropic's API take it without.",
            "If the address in the message has /v1 or /chat/completions twice, your tool adds that part by itself: leave it out."
        )
        {
            Setting = Setting.BaseUrl,
        },
        new(
            "endpoint_not_offered",
            "404",
            "The address is right, and names something that this platform does not offer, such as images, audio, files or moderation.",
            Retries.No,
            "Switch off what needs it in your tool, or set another provider for it there."
        ),
        new(
            "invalid_api_key",
            "401",
            "The API key is missing, mistyped, switched off, expired, or not one of ours.",
            Retries.No,
            "Read the message: it says which of these it is, and shows the key's last four characters.",
            "Copy the key again, whole and without spaces or quotes. It begins with sk-.",
            "Create a new key under Keys if you no longer have it; a key is shown only once."
        )
        {
            Setting = Setting.Key,
            Link = ErrorLink.Keys,
        },
    ];
}
