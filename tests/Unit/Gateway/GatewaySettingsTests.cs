using Platform.Gateway;
using Platform.ServiceDefaults;
using Platform.Tests.Unit.ServiceDefaults.Settings;
using Xunit;

namespace Platform.Tests.Unit.Gateway;

public sealed class GatewaySettingsTests : IDisposable
{
    private const string Bytes = "a whole number from 1024 to 1073741824, for example ";
    private const string Keeping = "a whole number from 0 to 67108864, for example 1048576.";
    private const string Tokens = "a whole number from 1 to 1000000, for example ";
    private const string Span = "a time span ([days.]hours:minutes:seconds) from ";
    private const string Headers =
        "names of headers, separated by commas, none of them a credential, an idempotency key or one that HTTP itself uses, for example "
        + "x-title, x-vendor-*.";
    private const string Url = "an absolute http or https address";
    private const string Key = "the API key that the upstream gave you, without spaces or line breaks.";

    private const string TenantSecret = "a secret of your own, of at least 32 characters, without spaces or line breaks.";

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory();

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public void With_a_credential_and_a_till_the_defaults_do() => Assert.Empty(Read());

    [Theory]
    [InlineData("Requests:MaxBodyBytes", "1023", Bytes + "33554432.")]
    [InlineData("Requests:MaxBodyBytes", "32MB", Bytes + "33554432.")]
    [InlineData("Requests:MaxBodyBytesInAll", "1024", "a whole number from 1048576 to 1099511627776, for example 536870912.")]
    [InlineData("Server:MaxConnections", "0", "a whole number from 1 to 1000000, for example 10000.")]
    [InlineData("Server:MaxStreamsPerConnection", "0", "a whole number from 1 to 10000, for example 100.")]
    [InlineData("Server:MaxRequests", "0", "a whole number from 1 to 1000000, for example 5000.")]
    [InlineData("Server:MaxMemoryPercent", "101", "a whole number from 10 to 100, for example 85.")]
    [InlineData("Server:StopNotice", "00:06:00", Span + "00:00:00 to 00:05:00, for example 00:00:00.")]
    [InlineData("Server:StopTimeout", "20", Span + "00:00:00 to 01:00:00, for example 00:00:20.")]
    [InlineData("Public:BaseUrl", "http://localhost:8080", Url + " that ends in /v1, for example https://api.example.com/v1.")]
    [InlineData("Public:BaseUrl", "localhost/v1", Url + " that ends in /v1, for example https://api.example.com/v1.")]
    [InlineData("Public:ErrorDocs", "/errors", Url + ", for example https://example.com/errors.")]
    [InlineData("Errors:OutOfCreditStatus", "401", "403 or 402.")]
    [InlineData("Admission:RequestsPerMinute", "abc", Tokens + "1000.")]
    [InlineData("Admission:RequestsPerMinute", "0", Tokens + "1000.")]
    [InlineData("Admission:RequestsPerMinute", "1000001", Tokens + "1000.")]
    [InlineData("Admission:TokenCountsPerMinute", "0", Tokens + "200.")]
    [InlineData("Admission:TokensPerMinute", "0", "a whole number from 1 to 1000000000, for example 200000.")]
    [InlineData("Admission:TokensPerMinutePerAccount", "1.5", "a whole number from 1 to 1000000000, for example 1000000.")]
    [InlineData("Admission:TokensPerMinutePerModel", "1000000001", "a whole number from 1 to 1000000000, for example 400000.")]
    [InlineData("Admission:RequestsPerMinutePerAccount", "many", Tokens + "5000.")]
    [InlineData("Admission:RequestsPerMinutePerModel", "-1", Tokens + "1000.")]
    [InlineData("Admission:ConcurrentRequestsPerKey", "0", "a whole number from 1 to 100000, for example 20.")]
    [InlineData("Admission:ConcurrentRequestsPerModel", "100001", "a whole number from 1 to 100000, for example 50.")]
    [InlineData("Keys:WrongKeysPerMinute", "0", Tokens + "300.")]
    [InlineData("Admission:ConcurrentRequests", "100001", "a whole number from 1 to 100000, for example 200.")]
    [InlineData("Admission:DefaultOutputTokens", "-1", Tokens + "8192.")]
    [InlineData("Admission:MinOutputTokens", "2.5", Tokens + "256.")]
    [InlineData("Admission:ExpectedOutputTokens", "0", Tokens + "500.")]
    [InlineData("Admission:HoldLifetime", "00:00:09", Span + "00:00:10 to 1.00:00:00, for example 00:30:00.")]
    [InlineData("Admission:HoldLifetime", "30", Span + "00:00:10 to 1.00:00:00, for example 00:30:00.")]
    [InlineData("Fairness:MaxWait", "00:05:01", Span + "00:00:00 to 00:05:00, for example 00:00:10.")]
    [InlineData("Fairness:MaxWaitingPerAccount", "0", "a whole number from 1 to 100000, for example 100.")]
    [InlineData("Fairness:MaxWaiting", "0", Tokens + "1000.")]
    [InlineData("Idempotency:Lifetime", "8.00:00:00", Span + "00:01:00 to 7.00:00:00, for example 1.00:00:00.")]
    [InlineData("Idempotency:MaxAnswerBytes", "-1", Keeping)]
    [InlineData("Idempotency:AccountBytes", "-1", "a whole number from 0 to 1073741824, for example 8388608.")]
    [InlineData("Continuation:AccountBytes", "16MB", "a whole number from 0 to 1073741824, for example 16777216.")]
    [InlineData("Continuation:Lifetime", "00:00:00", Span + "00:00:01 to 7.00:00:00, for example 01:00:00.")]
    [InlineData("Continuation:MaxBytes", "67108865", Keeping)]
    [InlineData("Continuation:ConnectionBytes", "-1", "a whole number from 0 to 1073741824, for example 16777216.")]
    [InlineData("Continuation:ConnectionBytesInAll", "-1", "a whole number from 0 to 1099511627776, for example 268435456.")]
    [InlineData("WebSocket:Enabled", "no", "true or false, for example true.")]
    [InlineData("WebSocket:MaxConnectionsPerKey", "0", "a whole number from 1 to 100000, for example 50.")]
    [InlineData("WebSocket:MaxConnections", "0", "a whole number from 1 to 1000000, for example 5000.")]
    [InlineData("WebSocket:Lifetime", "60", Span + "00:00:01 to 1.00:00:00, for example 01:00:00.")]
    [InlineData("WebSocket:IdleTimeout", "00:00:00", Span + "00:00:01 to 1.00:00:00, for example 00:15:00.")]
    [InlineData("WebSocket:ClientTimeout", "00:11:00", Span + "00:00:01 to 00:10:00, for example 00:00:30.")]
    [InlineData("WebSocket:PingInterval", "15s", Span + "00:00:01 to 01:00:00, for example 00:00:15.")]
    [InlineData("Forwarding:MaxAttempts", "0", "a whole number from 1 to 20, for example 3.")]
    [InlineData("Routing:PreferFast", "yes", "true or false, for example true.")]
    [InlineData("Routing:PricePreference", "-1", "a whole number from 0 to 10, for example 0.")]
    [InlineData("Forwarding:HeadersTimeout", "2.00:00:00", Span + "00:00:00.1000000 to 1.00:00:00, for example 00:10:00.")]
    [InlineData("Forwarding:FirstTokenTimeout", "00:00:00", Span + "00:00:00.1000000 to 1.00:00:00, for example 00:10:00.")]
    [InlineData("Forwarding:RequestTimeout", "1h", Span + "00:00:01 to 1.00:00:00, for example 01:00:00.")]
    [InlineData("Forwarding:IdleTimeout", "5", Span + "00:00:01 to 01:00:00, for example 00:05:00.")]
    [InlineData("Forwarding:AnswerTimeout", "2.00:00:00", Span + "00:00:01 to 1.00:00:00, for example 00:30:00.")]
    [InlineData("Forwarding:ConnectTimeout", "00:00:00", Span + "00:00:00.1000000 to 00:01:00, for example 00:00:05.")]
    [InlineData("Forwarding:DrainTime", "-00:00:01", Span + "00:00:00 to 00:05:00, for example 00:00:05.")]
    [InlineData("Forwarding:KeepAlive", "15s", Span + "00:00:00.1000000 to 01:00:00, for example 00:00:15.")]
    [InlineData("Forwarding:MaxAnswerBytes", "9999999999", Bytes + "67108864.")]
    [InlineData("Forwarding:MaxAnswerBytesInAll", "1024", "a whole number from 1048576 to 1099511627776, for example 268435456.")]
    [InlineData("Health:ConsecutiveFailures", "0", "a whole number from 1 to 1000000, for example 5.")]
    [InlineData("Health:FailurePercent", "101", "a whole number from 1 to 100, for example 50.")]
    [InlineData("Health:FailurePercent", "0.5", "a whole number from 1 to 100, for example 50.")]
    [InlineData("Health:MinRequests", "1", "a whole number from 2 to 1000000, for example 20.")]
    [InlineData("Health:Window", "00:00:00", Span + "00:00:01 to 00:10:00, for example 00:00:30.")]
    [InlineData("Health:Break", "5s", Span + "00:00:00.1000000 to 00:10:00, for example 00:00:05.")]
    [InlineData("Health:MaxBreak", "02:00:00", Span + "00:00:00.1000000 to 01:00:00, for example 00:02:00.")]
    [InlineData("Health:MaxBreak", "00:00:01", "at least Health:Break, 00:00:05.")]
    [InlineData("Health:Probes", "0", "a whole number from 1 to 1000, for example 3.")]
    [InlineData("Health:CoolDown", "00:00:00", Span + "00:00:00.1000000 to 00:10:00, for example 00:00:01.")]
    [InlineData("Health:MaxCoolDown", "-00:00:01", Span + "00:00:00 to 01:00:00, for example 00:01:00.")]
    [InlineData("Health:Refusals", "0", "a whole number from 1 to 1000000, for example 3.")]
    [InlineData("Health:OutOfCreditPause", "0", Span + "00:00:01 to 1.00:00:00, for example 00:10:00.")]
    [InlineData(
        "Journal:Directory",
        "/dev/null/journal",
        "a directory that this process can write to, for example /var/lib/platform/gateway-journal."
    )]
    [InlineData("Upstreams:primary:BaseUrl", "api.openai.com", Url + ", for example https://api.openai.com/v1.")]
    [InlineData("Upstreams:primary:OutputLimitField", "max_output", "max_completion_tokens or max_tokens.")]
    [InlineData("Upstreams:primary:AccountField", "tenant", "safety_identifier or metadata.user_id or user or none.")]
    [InlineData("Upstreams:primary:RequestHeaders", "x-a, Idempotency-Key", Headers)]
    [InlineData("Upstreams:primary:RequestHeaders", "Authorization", Headers)]
    [InlineData("Upstreams:primary:RequestHeaders", "*", Headers)]
    [InlineData("Upstreams:primary:RequestHeaders", "x-caf\u00e9", Headers)]
    public void A_wrong_value_is_named_with_what_is_allowed(string key, string value, string allowed) =>
        Assert.Equal(
            [$"{key} (environment variable {key.Replace(":", "__", StringComparison.Ordinal)}) is '{value}'. It must be {allowed}"],
            Read((key, value))
        );

    [Theory]
    [InlineData("Public:BaseUrl", "", $"is missing. It must be {Url} that ends in /v1, for example https://api.example.com/v1.")]
    [InlineData("Public:ErrorDocs", "", $"is missing. It must be {Url}, for example https://example.com/errors.")]
    [InlineData("Upstreams:primary:BaseUrl", "", $"is missing. It must be {Url}, for example https://api.openai.com/v1.")]
    [InlineData("Upstreams:primary:ApiKey", "sk-1\n", $"cannot be used. It must be {Key}")]
    [InlineData(
        "Upstreams:primary:BaseUrl",
        "sk-proj-swapped-with-the-key",
        $"cannot be used. It must be {Url}, for example https://api.openai.com/v1."
    )]
    [InlineData("ConnectionStrings:Kept", "", "is missing. It must be a connection string of Redis, for example localhost:6380.")]
    [InlineData("Tenants:Secret", "", $"is missing. It must be {TenantSecret}")]
    [InlineData("Tenants:Secret", "too short", $"cannot be used. It must be {TenantSecret}")]
    [InlineData("ConnectionStrings:Redis", "", "is missing. It must be a connection string of Redis, for example localhost:6379.")]
    [InlineData(
        "ConnectionStrings:Redis",
        "localhost,pasword=secret",
        "cannot be used. It must be a connection string of Redis, for example localhost:6379."
    )]
    [InlineData(
        "Upstreams:primary:Url",
        "http://up",
        "is not a setting. Upstreams:primary has BaseUrl, ApiKey, OutputLimitField, Provider, AccountField, RequestHeaders."
    )]
    [InlineData(
        "Health:ProbeKey",
        "sk-plat-cut",
        "is not an API key of this platform, or is cut. Create one for an account of your own on the Keys page."
    )]
    [InlineData(
        "Health:Threshold",
        "5",
        "is not a setting. Health has ConsecutiveFailures, FailurePercent, MinRequests, Window, Break, MaxBreak, Probes, ProbeKey, CoolDown, MaxCoolDown, Refusals, OutOfCreditPause."
    )]
    [InlineData(
        "Admission:RequestPerMinute",
        "5",
        "is not a setting. Admission has RequestsPerMinute, TokensPerMinute, ConcurrentRequestsPerKey, RequestsPerMinutePerAccount, TokensPerMinutePerAccount, RequestsPerMinutePerModel, TokensPerMinutePerModel, ConcurrentRequestsPerModel, TokenCountsPerMinute, ConcurrentRequests, EmptyAnswersPerDay, DefaultOutputTokens, MinOutputTokens, ExpectedOutputTokens, HoldLifetime."
    )]
    public void What_is_missing_secret_or_unknown_is_named_without_a_value(string key, string value, string message) =>
        Assert.Equal([$"{key} (environment variable {key.Replace(":", "__", StringComparison.Ordinal)}) {message}"], Read((key, value)));

    private IReadOnlyList<string> Read(params (string Key, string? Value)[] settings) =>
        Faults.Of(
            builder =>
            {
                builder.AddTillConnection();
                builder.AddGateway();
            },
            [
                ("Service:Token", new string('t', 32)),
                ("Public:BaseUrl", "https://api.example.com/v1"),
                ("Public:ErrorDocs", "https://example.com/errors"),
                ("ConnectionStrings:Redis", "localhost:6379"),
                ("ConnectionStrings:Kept", "localhost:6380"),
                ("Tenants:Secret", new string('s', 32)),
                ("Journal:Directory", directory.FullName),
                ("Upstreams:primary:BaseUrl", "http://localhost:1/v1/"),
                ("Upstreams:primary:ApiKey", "sk-1"),
                .. settings,
            ]
        );
}
