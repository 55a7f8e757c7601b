namespace Platform.Dashboard.Display.Errors;

/// <summary>What is wrong with the model that was asked for.</summary>
internal static class ModelErrors
{
    public static ErrorCode[] All { get; } =
    [
        new(
            "model_not_found",
            "404",
            "There is no model of this name here. Key and Base URL are right.",
            Retries.No,
            "Choose a name from the list of models and copy it letter for letter. The message suggests similar ones."
        )
        {
            Setting = Setting.Model,
            Link = ErrorLink.Models,
        },
        new(
            "model_not_allowed",
            "403",
            "The model exists, but this key may not call it.",
            Retries.No,
            "Choose one of the key's own models, or allow this one too: under Keys, on the page of the key's limits."
        )
        {
            Setting = Setting.Model,
            Link = ErrorLink.Keys,
        },
        new(
            "endpoint_not_served",
            "400",
            "The model exists, but does not answer at this endpoint: an embedding model does not chat.",
            Retries.No,
            "Choose a model that does, or use this one where your tool asks for an embedding model."
        )
        {
            Link = ErrorLink.Models,
        },
    ];
}
