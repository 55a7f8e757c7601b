namespace Platform.Tests.Fixture;

/// <summary>A directory with a file for each setting that gateways read from it, as Docker and Kubernetes mount secrets.</summary>
public sealed class SecretDirectory : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("secrets-");

    public string Path => directory.FullName;

    /// <summary>Replaces the file in one step, so that nobody reads a half of it.</summary>
    /// <param name="setting">As its environment variable is named.</param>
    public void Put(string setting, string value)
    {
        var written = System.IO.Path.GetTempFileName();
        File.WriteAllText(written, value + "\n");
        File.Move(written, FileOf(setting), overwrite: true);
    }

    public void Remove(string setting) => File.Delete(FileOf(setting));

    public void Dispose() => directory.Delete(recursive: true);

    private string FileOf(string setting) => System.IO.Path.Combine(Path, setting);
}
