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
    private const int CopyBytes = 4 * 1024;

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
        using var response = await gateway.PostAsync("/v1" + Path, Asked.ToJson(stream: false), Person.Session, Key!, RequestAborted);
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
        using var response = await gateway.PostAsync("/v1" + Path, Asked.ToJson(stream: true), Person.Session, Key!, RequestAborted);
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
            Asked.ToJson(stream: true),
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
        foreach (var (field, problem) in Asked.Problems())
            ModelState.AddModelError(field, problem);
        return ModelState.IsValid;
    }

    private PlaygroundRequest Asked => new(ModelId, System, Message, MaxTokens, Tools);

    private IReadOnlyList<Snippet> CodeOf() =>
        ModelId is null ? [] : PlaygroundCode.Of(platform.Value.BaseUrl, Path, Asked.ToJson(stream: false));

    private static string? RequestIdOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("x-request-id", out var values) ? values.FirstOrDefault() : null;
}
