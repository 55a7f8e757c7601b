namespace Platform.Gateway.Errors;

/// <summary>The model that was asked for.</summary>
internal static partial class ApiErrors
{
    /// <param name="model">As the client sent it; not repeated where it is a key.</param>
    public static ApiError ModelNotFound(string model, IReadOnlyList<string> near) =>
        new(
            404,
            InvalidRequestType,
            "model_not_found",
            KeyHeuristics.IsKey(model)
                    ? "The model field holds an API key. Put the key into your tool's API key field, and the name of a model, such as "
                        + "'gpt-6-luna', here; GET /v1/models lists the names that work with your key."
                : KeyHeuristics.IsAddress(model)
                    ? "The model field holds an address. Put the address into your tool's Base URL field, and the name of a model, "
                        + "such as 'gpt-6-luna', here; GET /v1/models lists the names that work with your key."
                : $"The model '{model}' does not exist here. "
                    + (near.Count > 0 ? $"Did you mean {string.Join(" or ", near.Select(id => $"'{id}'"))}? " : "")
                    + "Check the model name in your tool; GET /v1/models lists the names that work with your key.",
            "model"
        );

    public static ApiError ModelNotAllowed(string model, string keyName) =>
        new(
            403,
            PermissionType,
            "model_not_allowed",
            $"The model '{model}' exists, but your API key '{keyName}' may not call it. Choose one of the models from GET /v1/models, "
                + "or create a key on the Keys page that allows this model.",
            "model"
        );

    public static ApiError EndpointNotServed(string model, string path, IReadOnlyList<string> paths) =>
        new(
            400,
            InvalidRequestType,
            "endpoint_not_served",
            $"The model '{model}' cannot be asked at {path}; it answers at {string.Join(", ", paths)}. Choose another model, or what your tool calls it for.",
            "model"
        );
}
