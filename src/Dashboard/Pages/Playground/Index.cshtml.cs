using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Dashboard.Addresses;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;

namespace Platform.Dashboard.Pages.Playground;

/// <summary>
/// Asks a model on behalf of a key that the person chooses. This server calls, with its own credential, so no key is on the page; the call has
/// the key's limits and is billed and logged like any other. Without a script the whole answer comes with the page.
/// </summary>
public sealed class IndexModel(
    KeysClient keys,
    AccountsClient accounts,
    UsageClient usage,
    GatewayClient gateway,
    IOptions<PlatformOptions> platform,
    TimeProvider time
) : SignedInPage
{
    private const string Path = "/chat/completions";
    private const int MaxText = 200_000,
        CopyBytes = 4 * 1024;

    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    [BindProperty]
    public string? Key { get; set; }

    [BindProperty(Name = "model")]
    public string? ModelId { get; set; }

    [BindProperty]
    public string? System { get; set; }

    [BindProperty]
    public string? Message { get; set; }

    [BindProperty]
    public int? MaxTokens { get; set; }

    [BindProperty]
    public string? Tools { get; set; }

    public IReadOnlyList<KeyView> Keys { get; private set; } = [];

    public IReadOnlyList<string> Models { get; private set; } = [];

    public PlaygroundQuote? Quote { get; private set; }

    public PlaygroundAnswer? Answer { get; private set; }

    public IReadOnlyList<Snippet> Code { get; private set; } = [];

    /// <param name="from">A request whose model, key and limit are taken over; its words are not kept.</param>
    public async Task OnGetAsync(string? from, string? model)
    {
        await LoadAsync();
        ModelId = model;
        if (
            !string.IsNullOrEmpty(from)
            && await usage.RequestAsync(Person.AccountId, from, RequestAborted) is { Succeeded: true, Value: [var first, ..] }
        )
            (Key, ModelId) = (first.KeyId, first.Model);
        Choose();
        Message ??= "Say hello in one sentence.";
        Code = CodeOf();
    }

    /// <summary>The price before sending.</summary>
    public async Task<IActionResult> OnPostQuoteAsync()
    {
        if (await CheckAsync())
            await QuoteAsync();
        return Page();
    }

    /// <summary>The same for a script, as a part of the page.</summary>
    public async Task<IActionResult> OnPostPreviewAsync()
    {
        if (await CheckAsync())
            await QuoteAsync();
        return Partial("_Preview", this);
    }

    public async Task<IActionResult> OnPostSendAsync()
    {
        if (!await CheckAsync())
            return Page();
        using var response = await gateway.PostAsync("/v1" + Path, Body(stream: false), Person.Session, Key!, RequestAborted);
        Answer = PlaygroundAnswer.Read(
            response.IsSuccessStatusCode,
            RequestIdOf(response),
            await response.Content.ReadAsStringAsync(RequestAborted)
        );
        Code = CodeOf();
        return Page();
    }

    /// <summary>The answer as it comes, for a script: the stream of the API, byte for byte.</summary>
    public async Task<IActionResult> OnPostStreamAsync()
    {
        if (!await CheckAsync())
            return BadRequest(string.Join(' ', ModelState.Values.SelectMany(entry => entry.Errors).Select(error => error.ErrorMessage)));
        using var response = await gateway.PostAsync("/v1" + Path, Body(stream: true), Person.Session, Key!, RequestAborted);
        Response.StatusCode = (int)response.StatusCode;
        Response.ContentType = response.Content.Headers.ContentType?.ToString();
        Response.Headers["X-Accel-Buffering"] = "no";
        Response.Headers["X-Request-Id"] = RequestIdOf(response);
        await using var answer = await response.Content.ReadAsStreamAsync(RequestAborted);
        var buffer = new byte[CopyBytes];
        while (await answer.ReadAsync(buffer, RequestAborted) is var read and > 0)
        {
            await Response.Body.WriteAsync(buffer.AsMemory(0, read), RequestAborted);
            await Response.Body.FlushAsync(RequestAborted);
        }

        return new EmptyResult();
    }

    private async Task QuoteAsync()
    {
        using var response = await gateway.PostAsync(
            "/v1/quote?endpoint=/v1" + Path,
            Body(stream: true),
            Person.Session,
            Key!,
            RequestAborted
        );
        Quote = PlaygroundQuote.Read(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(RequestAborted));
        Code = CodeOf();
    }

    private async Task LoadAsync()
    {
        var own = keys.ListAsync(Person.Session, RequestAborted);
        var catalogue = accounts.CatalogueAsync(RequestAborted);
        await Task.WhenAll(own, catalogue);
        Keys = [.. (await own).Where(key => KeyWords.Works(key, time.GetUtcNow()))];
        // A model without output (an embedding model) does not chat.
        Models = [.. (await catalogue).Models.Where(model => model.MaxOutputTokens > 0).Select(model => model.Id)];
        recommended = Quickstart.FindModel(await catalogue);
    }

    private string? recommended;

    private void Choose()
    {
        Key =
            Keys.Any(key => key.Id == Key) ? Key
            : Keys.Count > 0 ? Keys[0].Id
            : null;
        ModelId = ModelId is not null && Models.Contains(ModelId) ? ModelId : recommended;
    }

    /// <summary>Whether the form can be sent; what is wrong is in the model state.</summary>
    private async Task<bool> CheckAsync()
    {
        await LoadAsync();
        if (Keys.All(key => key.Id != Key))
            ModelState.AddModelError(nameof(Key), "Choose one of your keys that works.");
        if (string.IsNullOrWhiteSpace(ModelId))
            ModelState.AddModelError("model", "Choose a model.");
        if (string.IsNullOrWhiteSpace(Message))
            ModelState.AddModelError(nameof(Message), "Write a message.");
        if ((Message?.Length ?? 0) + (System?.Length ?? 0) + (Tools?.Length ?? 0) > MaxText)
            ModelState.AddModelError(nameof(Message), $"All texts together may have {Amounts.Tokens(MaxText)} characters.");
        if (MaxTokens is < 1)
            ModelState.AddModelError(nameof(MaxTokens), "The limit must be a whole number of 1 or more. Leave it empty for none.");
        if (!string.IsNullOrWhiteSpace(Tools) && ToolsOf() is null)
            ModelState.AddModelError(
                nameof(Tools),
                "Tools must be a JSON list, such as [{\"type\": \"function\", \"function\": {\"name\": \"weather\"}}]."
            );
        return ModelState.IsValid;
    }

    private JsonArray? ToolsOf()
    {
        try
        {
            return string.IsNullOrWhiteSpace(Tools) ? null : JsonNode.Parse(Tools) as JsonArray;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string Body(bool stream)
    {
        var messages = new JsonArray();
        if (!string.IsNullOrWhiteSpace(System))
            messages.Add(new JsonObject { ["role"] = "system", ["content"] = System });
        messages.Add(new JsonObject { ["role"] = "user", ["content"] = Message });
        var body = new JsonObject { ["model"] = ModelId, ["messages"] = messages };
        if (MaxTokens is { } limit)
            body["max_tokens"] = limit;
        if (ToolsOf() is { Count: > 0 } tools)
            body["tools"] = tools;
        if (stream)
            body["stream"] = true;
        return body.ToJsonString(Plain);
    }

    private IReadOnlyList<Snippet> CodeOf() => ModelId is null ? [] : PlaygroundCode.Of(platform.Value.BaseUrl, Path, Body(stream: false));

    private static string? RequestIdOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("x-request-id", out var values) ? values.FirstOrDefault() : null;
}
