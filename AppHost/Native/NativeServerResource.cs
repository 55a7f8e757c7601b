namespace Platform.AppHost.Native;

/// <summary>
/// A server that runs as a process instead of a container. It replaces the container resource in the model, with the same name and
/// annotations, so that connection strings, references and waits of the container apply to it.
/// </summary>
/// <param name="container">The replaced container, which is no longer in the model.</param>
internal sealed class NativeServerResource(IResourceWithConnectionString container, string command, string workingDirectory)
    : ExecutableResource(container.Name, command, workingDirectory),
        IResourceWithConnectionString
{
    // A field, because the base class asks for the annotations while it is constructed.
    private readonly IResourceWithConnectionString container = container;

    public override ResourceAnnotationCollection Annotations => container.Annotations;

    public ReferenceExpression ConnectionStringExpression => container.ConnectionStringExpression;
}
