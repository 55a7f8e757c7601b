using System.Text;
using Platform.Dashboard.Display.Errors;

namespace Platform.Dashboard.Docs;

/// <summary>The pages of the error codes as Markdown.</summary>
public static class ErrorText
{
    /// <summary>A page of its own.</summary>
    public static string Document(ErrorCode error) => $"# {error.Code}\n\n{Body(error)}";

    /// <summary>All in one.</summary>
    public static string Whole()
    {
        var text = new StringBuilder("# Error codes\n\nIn the order in which a request can meet them.\n");
        foreach (var error in ErrorCode.All.Concat(ErrorCode.OnReceipts))
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n## {error.Code}\n\n{Body(error)}");
        return text.ToString();
    }

    private static string Body(ErrorCode error) =>
        $"""
            {error.Meaning}

            {string.Join("\n", error.Remedies.Select(remedy => "- " + remedy))}

            HTTP status: {error.Status}. Does trying again help? {error.Retry}

            """;
}
