using System.Net;
using System.Text.Json;
using Xunit;

namespace Platform.Tests.Containers;

/// <summary>A completion by an API key alone, as literal HTTP.</summary>
internal static class Completion
{
    /// <returns>The request's id, once the whole answer is here.</returns>
    public static async Task<string> StreamAsync(HttpClient client)
    {
        using var answer = await client.StreamAsync(Chat.Body(stream: true));
        var (text, broke) = await answer.ReadToTheEndAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK && !broke, text);
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
        return answer.RequestId();
    }

    /// <returns>USD, from the receipt.</returns>
    public static async Task<decimal> ChargedAsync(HttpClient client, string requestId)
    {
        using var answer = await client.GetAsync($"/v1/receipts/{requestId}");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        using var receipt = JsonDocument.Parse(text);
        Assert.Equal(requestId, receipt.RootElement.GetProperty("request_id").GetString());
        return receipt.RootElement.GetProperty("charged").GetDecimal();
    }
}
