namespace Platform.AppHost.Stores;

/// <summary>How PostgreSQL and Redis run.</summary>
internal enum StoreMode
{
    /// <summary>As containers of the images that Aspire's packages name.</summary>
    Containers,

    /// <summary>As processes of this machine, from its packages.</summary>
    Native,
}
