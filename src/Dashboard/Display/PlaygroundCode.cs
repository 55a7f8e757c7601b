using System.Globalization;

namespace Platform.Dashboard.Display;

/// <summary>A request as code: for a shell, Python's standard library and C#. The key is a placeholder.</summary>
public static class PlaygroundCode
{
    /// <param name="path">Behind the Base URL.</param>
    /// <param name="json">The body, with line breaks.</param>
    public static IReadOnlyList<Snippet> Of(string baseUrl, string path, string json) =>
        [
            new("In a terminal", SnippetLanguage.Shell, Curl(baseUrl + path, json)),
            new("request.py", SnippetLanguage.Python, Python(baseUrl + path, json)),
            new("Program.cs", SnippetLanguage.Text, CSharp(baseUrl + path, json)),
        ];

    private static string Curl(string url, string json) =>
        $"curl {url} \\\n  -H \"Authorization: Bearer {Quickstart.Placeholder}\" \\\n  -H \"Content-Type: application/json\" \\\n  -d '{json.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>A JSON text is written as a Python text with every character that could end it escaped.</summary>
    private static string Python(string url, string json) =>
        $$"""
            import json, urllib.request

            body = json.loads({{Quoted(json)}})
            request = urllib.request.Request(
                "{{url}}",
                data=json.dumps(body).encode(),
                headers={"Authorization": "Bearer {{Quickstart.Placeholder}}", "Content-Type": "application/json"},
            )
            with urllib.request.urlopen(request) as answer:
                print(answer.read().decode())
            """;

    private static string CSharp(string url, string json) =>
        $$"""
            using System.Net.Http.Headers;
            using System.Text;

            using var http = new HttpClient();
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "{{Quickstart.Placeholder}}");
            var body = {{Quoted(json)}};
            using var answer = await http.PostAsync("{{url}}", new StringContent(body, Encoding.UTF8, "application/json"));
            Console.WriteLine(await answer.Content.ReadAsStringAsync());
            """;

    /// <summary>A text between quotes that Python and C# read alike.</summary>
    internal static string Quoted(string text)
    {
        var quoted = new System.Text.StringBuilder("\"");
        foreach (var c in text)
            quoted.Append(
                c switch
                {
                    '"' => "\\\"",
                    '\\' => "\\\\",
                    '\n' => "\\n",
                    '\r' => "\\r",
                    < ' ' or > '~' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                    _ => c.ToString(),
                }
            );
        return quoted.Append('"').ToString();
    }
}
