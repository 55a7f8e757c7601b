namespace Platform.Dashboard.Display;

/// <summary>The drawings of the pages, as paths on a square of 16 by 16 that are stroked, not filled.</summary>
public static class Icon
{
    private static readonly Dictionary<string, string> Paths = new(StringComparer.Ordinal)
    {
        ["check"] = "M3 8.5 6.5 12 13 4.5",
        ["cross"] = "m4 4 8 8M12 4l-8 8",
        ["warning"] = "M8 2.5 14.5 13.5h-13zM8 6.5v3M8 11.6v.1",
        ["stop"] = "M4.5 4.5h7v7h-7z",
        ["block"] = "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM3.8 3.8l8.4 8.4",
        ["question"] = "M5.5 6a2.5 2.5 0 1 1 3.6 2.2C8.3 8.6 8 9 8 9.8M8 12.6v.1",
        ["dash"] = "M3.5 8h9",
        ["clock"] = "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 5v3l2 1.5",
        ["pause"] = "M5.5 4v8M10.5 4v8",
        ["undo"] = "M6 3.5 3 6.5l3 3M3.5 6.5H10a3 3 0 0 1 0 6H7",
        ["todo"] = "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12z",
        ["home"] = "M2 7.5 8 2.5l6 5M3.5 6.5v7h9v-7",
        ["key"] = "M5.5 13.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM7.6 8.4 13.5 2.5M10.5 5.5l2 2",
        ["play"] = "M4.5 2.5v11l9-5.5z",
        ["plug"] = "M6 2v3.5M10 2v3.5M4 5.5h8V8a4 4 0 0 1-8 0zM8 12v2.5",
        ["card"] = "M2 4h12v8.5H2zM2 7h12",
        ["bars"] = "M3 13.5V9M8 13.5v-11M13 13.5V6",
        ["sliders"] = "M2 5h5M11 5h3M2 11h2M8 11h6M9 7a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM6 13a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
        ["screen"] = "M2 3h12v8H2zM6 13.5h4",
        ["sun"] =
            "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M12.6 3.4l-.7.7M4.1 11.9l-.7.7",
        ["moon"] = "M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7z",
        ["download"] = "M8 2.5v7.5M4.5 7 8 10.5 11.5 7M2.5 13.5h11",
        ["plus"] = "M8 3v10M3 8h10",
    };

    /// <exception cref="KeyNotFoundException">There is no such drawing.</exception>
    public static string Path(string name) => Paths[name];
}
