using System.Text.Json;
using Platform.Gateway.Errors;

namespace Platform.Gateway.Protocols;

/// <summary>The errors of a request's body, each with what to send instead.</summary>
internal static class RequestProblems
{
    public static ApiError Empty(RequestShape shape) =>
        ApiErrors.InvalidRequest($"The request body is empty. Send a JSON object with model and {shape.Subject}.");

    public static ApiError NoObject(RequestShape shape) =>
        ApiErrors.InvalidRequest($"The request body is not a JSON object. Send an object with model and {shape.Subject}.");

    public static ApiError NoJson(JsonException e) =>
        ApiErrors.InvalidRequest(
            $"The request body is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}). Check for a missing "
                + "quote, comma or brace."
        );

    public static ApiError NotUtf8() =>
        ApiErrors.InvalidRequest("The request body is not UTF-8. Send JSON as UTF-8, without a byte order mark.");

    /// <param name="name">The member that has the text; null where it is a member's name.</param>
    public static ApiError NotUnicode(string? name) =>
        ApiErrors.InvalidRequest(
            $"{name ?? "The name of a member"} has half of a character in it (a lone surrogate such as \\ud800), which is not valid "
                + "Unicode. Send whole characters.",
            name
        );

    public static ApiError Twice(string name) =>
        ApiErrors.InvalidRequest($"{name} stands in the body twice. It decides what the request costs, so it must stand there once.", name);

    public static ApiError WrongCase(string name, string meant) =>
        ApiErrors.InvalidRequest($"{name} is not a member of the body: some providers would read it as {meant}. Write {meant}.", name);

    public static ApiError NoModel() =>
        ApiErrors.InvalidRequest(
            "model is missing. Add the name of a model, for example \"model\": \"gpt-6-luna\"; GET /v1/models lists them.",
            "model"
        );

    public static ApiError WrongModel() =>
        ApiErrors.InvalidRequest(
            "model must be a text that is not empty, for example \"gpt-6-luna\". GET /v1/models lists the names.",
            "model"
        );

    public static ApiError NoSubject(RequestShape shape, bool hasInput) =>
        ApiErrors.InvalidRequest(
            shape.Subject == "messages" && hasInput
                ? "messages is missing: this body has the shape of the Responses API (input). Choose chat completions in your tool, or "
                    + "send messages."
                : $"{shape.Subject} is missing. Add {(shape.Subject == "messages" ? "a list of messages" : "it")}, for example {shape.Example}.",
            shape.Subject
        );

    public static ApiError WrongSubject(RequestShape shape) =>
        ApiErrors.InvalidRequest(
            shape.SubjectForms.HasFlag(SubjectForms.Text)
                ? $"{shape.Subject} must be a text, or a list, that is not empty."
                : $"{shape.Subject} must be a list of at least one message, each with role and content.",
            shape.Subject
        );

    public static ApiError NoLimit(string name) =>
        ApiErrors.InvalidRequest($"{name} is missing. Add the most tokens the answer may have, for example \"{name}\": 1024.", name);

    public static ApiError WrongLimit(string name) =>
        ApiErrors.InvalidRequest($"{name} must be a whole number of tokens, 1 or more.", name);

    public static ApiError WrongChoices(string name, int most) =>
        ApiErrors.InvalidRequest($"{name} must be a whole number from 1 to {most}.", name);

    public static ApiError WrongFlag(string name) => ApiErrors.InvalidRequest($"{name} must be true or false.", name);

    public static ApiError WrongStreamOptions() =>
        ApiErrors.InvalidRequest("stream_options must be an object, for example {\"include_usage\": true}.", "stream_options");

    public static ApiError WrongPreviousResponse() =>
        ApiErrors.InvalidRequest("previous_response_id must be the id of an earlier response, or null.", "previous_response_id");
}
