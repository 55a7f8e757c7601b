using System.Net.Sockets;
using System.Text;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Redis;

/// <summary>Healthy when the server takes the password and answers PONG, which it does not while it still loads its data.</summary>
internal sealed class RedisHealthCheck(RedisResource redis) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", redis.PrimaryEndpoint.Port, cancellationToken);
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream);
            if (redis.PasswordParameter is { } password)
            {
                await stream.WriteAsync(Command("AUTH", await password.GetValueAsync(cancellationToken) ?? ""), cancellationToken);
                if (await reader.ReadLineAsync(cancellationToken) is not "+OK" and var refusal)
                    return HealthCheckResult.Unhealthy(refusal);
            }

            await stream.WriteAsync(Command("PING"), cancellationToken);
            return await reader.ReadLineAsync(cancellationToken) is "+PONG" ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("it does not answer PING yet");
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return HealthCheckResult.Unhealthy(e.Message, e);
        }
    }

    /// <summary>An array of bulk strings, in which a password may hold any character.</summary>
    private static byte[] Command(params string[] words) => Encoding.UTF8.GetBytes(
        $"*{words.Length}\r\n{string.Concat(words.Select(word => $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n"))}");
}
