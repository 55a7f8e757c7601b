namespace Platform.Gateway.Translation.Values;

/// <summary>Detects the end of a JSON object that comes in fragments, without keeping any of it.</summary>
internal struct JsonEnd
{
    private int depth;
    private bool began;
    private bool inText;
    private bool escaped;

    public readonly bool IsReached => began && depth == 0;

    public void Watch(string fragment)
    {
        foreach (var character in fragment)
        {
            if (escaped)
                escaped = false;
            else if (inText)
                (escaped, inText) = (character == '\\', character != '"');
            else if (character == '"')
                inText = true;
            else if (character is '{' or '[')
                (began, depth) = (true, depth + 1);
            else if (character is '}' or ']')
                depth--;
        }
    }
}
