using System.Text;
using Platform.Gateway.Errors;
using Platform.Gateway.Tenancy;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Tenancy;

public sealed class SecretMaskTests
{
    private const string Key = "sk-proj-Zq3vT8xK1mWpL0nRb7Yc";
    private const string Other = "9f86d081884c7d659a2feaa0c55ad015";

    private static readonly SecretMask Masks = new(
        [Key, Other, "", "sh0rt", "unused"],
        [new Uri("https://api.vendor.example/v1"), new Uri("http://10.0.0.5:8000/v1"), new Uri("http://[fd00::5]:8000/v1")]
    );

    [Theory]
    [InlineData($"Incorrect API key provided: {Key} at https://api.vendor.example/v1 org-acme.", "Incorrect API key provided: # at # #.")]
    [InlineData($"key {Other} is wrong", "key # is wrong")]
    [InlineData("the key 'sh0rt' is wrong", "the key '#' is wrong")]
    [InlineData("provided: sk-proj-Zq3vT8xK", "provided: #")]
    [InlineData("provided: sk-proj-********b7Yc.", "provided: #.")]
    [InlineData("provided: 9f86********d015", "provided: #")]
    [InlineData("provided: 9f8...015", "provided: #")]
    [InlineData("ends in pL0nRb7Yc", "ends in #")]
    [InlineData("provided: 9f86d...", "provided: #")]
    [InlineData("provided: 9f86d", "provided: #")]
    [InlineData("POST http://10.0.0.5:8000/v1/chat/completions: refused", "POST #: refused")]
    [InlineData("connect 10.0.0.5 failed", "connect # failed")]
    [InlineData("[fd00::5]:8000 is away", "# is away")]
    [InlineData("at API.Vendor.Example", "at #")]
    [InlineData("in organization org-Ab3dE9 on tokens per min", "in organization # on tokens per min")]
    [InlineData("Project proj_abc123 of wrkspc_01Ab", "Project # of #")]
    [InlineData("another key sk-ant-api03-abcdef123", "another key #")]
    [InlineData("Authorization: Bearer abc.def-123456", "Authorization: Bearer #")]
    [InlineData("token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln here", "token # here")]
    public void What_belongs_to_the_operator_is_masked_and_the_wording_stays(string text, string masked) =>
        Assert.Equal(masked.Replace("#", SecretMask.Mask, StringComparison.Ordinal), Masks.In(text));

    [Theory]
    [InlineData("This model's maximum context length is 128000 tokens. However, your messages resulted in 130000 tokens.")]
    [InlineData("Invalid value: 'foo'. Supported values are: 'none', 'auto', and 'required'.")]
    [InlineData("messages.1.content.0: `tool_use` ids must have matching call_Ab3dE9fGh1jK2lM3nX, see https://docs.vendor.com/x-y")]
    [InlineData("An org-level limit; task-based, unused, sk-learn and user_location, \"image/png;base64\" and input_schema.properties[0]")]
    [InlineData("max_tokens: 100000 > 64000, which is the maximum allowed number of output tokens for claude-sonnet-4-5-20250929")]
    public void Wording_that_clients_match_stays(string text) => Assert.Equal(text, Masks.In(text));

    [Theory]
    [InlineData("POST http://api:8000/v1/models failed", "POST # failed")]
    [InlineData("connect api:8000 failed", "connect # failed")]
    [InlineData("see http://user:secret@api/v1", "see #")]
    [InlineData("the api has no such api-key; apis: api", "the api has no such api-key; apis: api")]
    public void A_host_of_one_word_is_masked_where_it_is_an_address(string text, string masked) =>
        Assert.Equal(
            masked.Replace("#", SecretMask.Mask, StringComparison.Ordinal),
            new SecretMask([], [new Uri("http://api:8000/v1")]).In(text)
        );

    [Theory]
    [InlineData(Key)]
    [InlineData(Other)]
    [InlineData("https://api.vendor.example/v1")]
    [InlineData("org-Ab3dE9fG")]
    public void An_encoded_secret_is_masked(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        foreach (
            var form in (string[])
                [
                    string.Concat(bytes.Select(each => $"%{each:X2}")),
                    string.Concat(bytes.Select(each => $"%25{each:x2}")),
                    string.Concat(bytes.Select(each => $"\\u{(int)each:x4}")),
                    string.Concat(bytes.Select(each => $"&#{each};")),
                    Convert.ToHexString(bytes),
                    Convert.ToBase64String(bytes),
                    Convert.ToBase64String([(byte)' ', .. bytes]),
                    Convert.ToBase64String([(byte)'a', (byte)':', .. bytes]),
                ]
        )
            Assert.Equal($"got '{SecretMask.Mask}' here", Masks.In($"got '{form}' here"));
    }

    [Fact]
    public void Base64_that_was_cut_is_masked() =>
        Assert.Equal(SecretMask.Mask, Masks.In(Convert.ToBase64String(Encoding.UTF8.GetBytes(Key))[3..^2]));

    [Fact]
    public void Every_field_of_an_error_is_masked()
    {
        var error = Masks.In(new ApiError(400, "t", Key, "at " + Key, "a." + Key) { UpstreamCode = Key });
        Assert.DoesNotContain("Zq3vT8xK", error.Code + error.SentCode + error.Message + error.Param, StringComparison.Ordinal);
    }
}
