namespace Platform.AppHost.Native;

/// <summary>
/// A server that runs as a process in place of its container. It takes the container resource's place in the model, under the same name and
/// with the same annotations, so that connection strings, references and waits that were written for the container hold for it.
/// </summary>
/// <param name="container">What it stands for; no longer part of the model itself.</param>
internal sealed class NativeServerResource(IResourceWithConnectionString container, string command, string workingDirectory)
    : ExecutableResource(container.Name, command, workingDirectory),
        IResourceWithConnectionString
{
    // A field, because the base class asks for the annotations while it is constructed.
    private readonly IResourceWithConnectionString container = container;

    public override ResourceAnnotationCollection Annotations => container.Annotations;

    public ReferenceExpression ConnectionStringExpression => container.ConnectionStringExpression;
}
