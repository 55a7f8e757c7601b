namespace Platform.Gateway.Translation.MessagesToChat;

/// <param name="Parameters">Its JSON schema.</param>
internal sealed record ClientTool(string Description, string Parameters);

/// <summary>
/// Tools that Anthropic's models know by name and that the client runs. With a description and schema they are like any other tool. The
/// one for computers is not among them: its results are images only.
/// </summary>
internal static class ClientTools
{
    private static readonly ClientTool Bash = new(
        "Runs a command in a bash shell that lasts through the conversation, or restarts it.",
        """{"type":"object","properties":{"command":{"type":"string","description":"The command to run."},"restart":{"type":"boolean","description":"True to restart the shell instead."}}}"""
    );

    private static readonly ClientTool TextEditor = new(
        "Views, creates and edits text files.",
        """{"type":"object","properties":{"command":{"type":"string","enum":["view","create","str_replace","insert"]},"path":{"type":"string","description":"The file or directory."},"view_range":{"type":"array","items":{"type":"integer"},"description":"For view: the first and last line; -1 is the end."},"file_text":{"type":"string","description":"For create: the whole file."},"old_str":{"type":"string","description":"For str_replace: the text to replace, which must be there exactly once."},"new_str":{"type":"string","description":"For str_replace: the text in its place."},"insert_line":{"type":"integer","description":"For insert: the line after which to insert; 0 is the beginning."},"insert_text":{"type":"string","description":"For insert: the text."}},"required":["command","path"]}"""
    );

    private static readonly ClientTool Memory = new(
        "Keeps notes in files below /memories that last beyond the conversation.",
        """{"type":"object","properties":{"command":{"type":"string","enum":["view","create","str_replace","insert","delete","rename"]},"path":{"type":"string","description":"The file or directory, except for rename."},"view_range":{"type":"array","items":{"type":"integer"},"description":"For view: the first and last line."},"file_text":{"type":"string","description":"For create: the whole file."},"old_str":{"type":"string","description":"For str_replace: the text to replace."},"new_str":{"type":"string","description":"For str_replace: the text in its place."},"insert_line":{"type":"integer","description":"For insert: the line after which to insert."},"insert_text":{"type":"string","description":"For insert: the text."},"old_path":{"type":"string","description":"For rename."},"new_path":{"type":"string","description":"For rename."}},"required":["command"]}"""
    );

    /// <param name="type">For example <c>bash_20250124</c>. Null for any other type; older editors have other parameters.</param>
    public static ClientTool? For(string type) =>
        type switch
        {
            "bash_20241022" or "bash_20250124" => Bash,
            "text_editor_20250429" or "text_editor_20250728" => TextEditor,
            "memory_20250818" => Memory,
            _ => null,
        };
}
