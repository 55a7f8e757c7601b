using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Platform.Accounts.Mail;
using Xunit;

namespace Platform.Tests.Unit.Accounts.Mail;

public sealed class SmtpTransportTests
{
    private static readonly OutgoingMail Mail = new("person@example.com", "Choose a new password", "Open\n\nhttps://example.com/?token=x");

    [Fact]
    public async Task A_mail_is_handed_over_with_its_sender_and_text()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var served = ServeAsync(server, refuse: false);
        await Transport(server).SendAsync(Mail, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
        var lines = await served.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Contains("MAIL FROM:<no-reply@example.com>", lines);
        Assert.Contains("RCPT TO:<person@example.com>", lines);
        Assert.Contains("Subject: Choose a new password", lines);
        Assert.Contains("Auto-Submitted: auto-generated", lines);
        Assert.Contains(lines, line => line.Contains("https://example.com/?token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_refuses_is_a_failure()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        _ = ServeAsync(server, refuse: true);
        await Assert.ThrowsAnyAsync<Exception>(() =>
            Transport(server).SendAsync(Mail, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20))
        );
    }

    [Fact]
    public void Attempts_are_bounded_and_their_delays_grow()
    {
        var delays = Enumerable.Range(1, MailOutbox.MaxAttempts).Select(MailOutbox.DelayAfter).ToArray();
        Assert.Equal([10, 30, 90, 270, 810, null], delays.Select(delay => (int?)delay?.TotalSeconds));
    }

    private static SmtpTransport Transport(TcpListener server) =>
        new(
            Options.Create(
                new MailOptions
                {
                    Host = "127.0.0.1",
                    Port = ((IPEndPoint)server.LocalEndpoint).Port,
                    Security = "None",
                    From = "Platform <no-reply@example.com>",
                }
            )
        );

    /// <summary>Speaks as much SMTP (RFC 5321) as one mail needs, and returns what it was sent.</summary>
    private static async Task<IReadOnlyList<string>> ServeAsync(TcpListener server, bool refuse)
    {
        using var client = await server.AcceptTcpClientAsync();
        using var reader = new StreamReader(client.GetStream());
        await using var writer = new StreamWriter(client.GetStream());
        (writer.NewLine, writer.AutoFlush) = ("\r\n", true);
        var lines = new List<string>();
        var inData = false;
        await writer.WriteLineAsync("220 test");
        while (await reader.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (inData && line != ".")
                continue;
            inData = line == "DATA";
            await writer.WriteLineAsync(
                line == "DATA" ? "354 go on"
                : refuse && line.StartsWith("RCPT", StringComparison.Ordinal) ? "550 no"
                : line == "QUIT" ? "221 bye"
                : "250 fine"
            );
        }

        return lines;
    }
}
