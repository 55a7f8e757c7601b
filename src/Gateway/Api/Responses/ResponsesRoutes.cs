using Platform.Contracts;
using Platform.Gateway.Continuation;
using Platform.Gateway.Errors;
using Platform.Gateway.Keys;

namespace Platform.Gateway.Api.Responses;

/// <summary>
/// Kept responses (<c>store</c>), for the account that asked for them. No upstream is asked: it knows neither the account nor, where its
/// answer was translated, the response. Needs no credit.
/// </summary>
internal static class ResponsesRoutes
{
    public static void MapResponses(this WebApplication app)
    {
        app.MapGet("/v1/responses/{id}", GetAsync);
        app.MapGet("/v1/responses/{id}/input_items", GetInputAsync);
        app.MapDelete("/v1/responses/{id}", DeleteAsync);
    }

    private static Task GetAsync(HttpContext http, string id, KeyAuthentication keys, Conversations conversations, ErrorWriter errors) =>
        AnswerAsync(
            http,
            keys,
            errors,
            async key =>
                http.Request.Query["stream"] == "true"
                    ? ApiErrors.InvalidRequest("A kept response cannot be streamed again. Leave stream out to get it whole.", "stream")
                    : (await conversations.FindAsync(key.AccountId, id)).Then(kept => kept.Response)
        );

    private static Task GetInputAsync(
        HttpContext http,
        string id,
        KeyAuthentication keys,
        Conversations conversations,
        ErrorWriter errors
    ) =>
        AnswerAsync(
            http,
            keys,
            errors,
            async key =>
                (await conversations.FindAsync(key.AccountId, id)).Found(out var kept, out var error)
                    ? InputItems.Page(id, kept.Input, http.Request.Query).Then(page => (ReadOnlyMemory<byte>)page)
                    : error
        );

    private static Task DeleteAsync(HttpContext http, string id, KeyAuthentication keys, Conversations conversations, ErrorWriter errors) =>
        AnswerAsync(
            http,
            keys,
            errors,
            async key =>
                await conversations.DeleteAsync(key.AccountId, id) is { } error
                    ? error
                    : (ReadOnlyMemory<byte>)
                        System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
                            new
                            {
                                id,
                                @object = "response",
                                deleted = true,
                            }
                        )
        );

    /// <summary>Identifies the key, then answers with the JSON that <paramref name="find"/> returns, or with its error.</summary>
    private static async Task AnswerAsync(
        HttpContext http,
        KeyAuthentication keys,
        ErrorWriter errors,
        Func<KeyFacts, Task<StepResult<ReadOnlyMemory<byte>>>> find
    )
    {
        if ((await keys.IdentifyAsync(http)).Found(out var key, out var error) && (await find(key)).Found(out var found, out error))
        {
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = found.Length;
            await http.Response.Body.WriteAsync(found, http.RequestAborted);
        }
        else
        {
            await errors.WriteAsync(http, error);
        }
    }
}
