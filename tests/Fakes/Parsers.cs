using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Tomlyn;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Platform.Tests.Fakes;

/// <summary>Whether a text that people copy can be read by what they paste it into.</summary>
public static class Parsers
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <returns>What is wrong; null for a text that can be read.</returns>
    public static async Task<string?> FaultAsync(string language, string text) =>
        language switch
        {
            "Toml" => Toml(text),
            "Yaml" => Yaml(text),
            "Json" => Json(text),
            "Shell" => await RunAsync("bash", text, "-n"),
            "Python" => await RunAsync("python3", text, "-c", "import sys; compile(sys.stdin.read(), 'block', 'exec')"),
            _ => $"No parser for {language}.",
        };

    private static string? Toml(string text)
    {
        try
        {
            TomlSerializer.Deserialize<object>(text);
            return null;
        }
        catch (TomlException e)
        {
            return e.Message;
        }
    }

    private static string? Yaml(string text)
    {
        try
        {
            new YamlStream().Load(new StringReader(text));
            return null;
        }
        catch (YamlException e)
        {
            return e.Message;
        }
    }

    private static string? Json(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return null;
        }
        catch (JsonException e)
        {
            return e.Message;
        }
    }

    /// <summary>Where the program is missing, the text passes, but not on CI.</summary>
    private static async Task<string?> RunAsync(string program, string text, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments)
                {
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                }
            )!;
            using var timeout = new CancellationTokenSource(Timeout);
            await process.StandardInput.WriteAsync(text.AsMemory(), timeout.Token);
            process.StandardInput.Close();
            var errors = await process.StandardError.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            return process.ExitCode == 0 ? null : $"{program} {process.ExitCode}: {errors}";
        }
        catch (Win32Exception e) when (Environment.GetEnvironmentVariable("CI") is null)
        {
            Trace.TraceWarning("{0} is not there: {1}", program, e.Message);
            return null;
        }
    }
}
