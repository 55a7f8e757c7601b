namespace Aspire.Hosting;

/// <summary>The application cannot be what its AppHost says; the message is for the person who runs it.</summary>
public class DistributedApplicationException : Exception
{
    public DistributedApplicationException()
    {
    }

    public DistributedApplicationException(string message)
        : base(message)
    {
    }

    public DistributedApplicationException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

public class MissingParameterValueException(string message) : DistributedApplicationException(message);
