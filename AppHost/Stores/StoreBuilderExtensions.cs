using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Platform.AppHost.Native;
using Platform.AppHost.Startup;

namespace Platform.AppHost.Stores;

/// <summary>How this AppHost's PostgreSQL and Redis run: chosen once, before they are described.</summary>
/// <param name="Choice">Null when publishing: then they are containers without data of this machine.</param>
/// <param name="KeepData">False: the data end with the run.</param>
internal sealed record StorePlan(StoreChoice? Choice, StoreData Data, bool KeepData, Lazy<string> TemporaryRoot)
{
    public bool IsNative => Choice is { Mode: StoreMode.Native };

    public string Directory(string store) => KeepData ? Data.Directory(store) : Path.Combine(TemporaryRoot.Value, store);
}

internal static class StoreBuilderExtensions
{
    /// <summary>
    /// Decides between containers and native processes, and says which and why when the application starts. Where that cannot work, the
    /// start stopping with one line that says what to do.
    /// </summary>
    public static StorePlan ChooseStores(this IDistributedApplicationBuilder builder)
    {
        // What is published has the same names from every clone.
        var data = new StoreData(
            builder.AppHostDirectory,
            builder.Configuration["DataName"] ?? (builder.ExecutionContext.IsPublishMode ? "platform" : null)
        );
        var keep = builder.Configuration.GetValue("KeepData", true);
        var temporaryRoot = new Lazy<string>(() => CreateTemporaryRoot(builder));
        if (!builder.ExecutionContext.IsRunMode)
            return new StorePlan(null, data, keep, temporaryRoot);

        var (setting, problem) = StoreChoice.Parse(builder.Configuration["Stores"]);
        var engine =
            setting == StoreMode.Native || problem is not null
                ? null
                : ContainerEngine.Find(builder.Configuration["ASPIRE_CONTAINER_RUNTIME"]);
        if (engine is not null)
            builder.Configuration["DcpPublisher:ContainerRuntime"] = engine.Command;
        var withData = keep ? FindModeWithData(data, engine) : null;
        var choice = problem is not null
            ? StoreChoice.Refused(problem)
            : StoreChoice.From(new StoreSituation(setting, withData, engine?.Command, OperatingSystem.IsLinux()));
        var stores = new StorePlan(choice, data, keep, temporaryRoot);
        builder.BeforeStart((_, cancellationToken) => PrepareAsync(builder, stores, engine, cancellationToken));
        return stores;
    }

    /// <summary>
    /// The password of a store: the parameter <c>{store}-password</c>, else a generated one. Only the password of data that are kept is
    /// kept too, in the user secrets: a run with throw-away data leaves those alone, because they belong to data that it does not use.
    /// </summary>
    public static IResourceBuilder<ParameterResource> AddStorePassword(
        this IDistributedApplicationBuilder builder,
        string store,
        StorePlan stores
    ) =>
        builder.AddParameter(
            PasswordParameter(store),
            new GenerateParameterDefault { MinLength = 22, Special = false },
            secret: true,
            persist: stores.KeepData
        );

    public static IResourceBuilder<PostgresServerResource> RunIn(
        this IResourceBuilder<PostgresServerResource> postgres,
        StorePlan stores
    ) =>
        stores.IsNative ? postgres.RunAsExecutable(stores.Directory("postgres")).WithoutSync(stores)
        : stores.KeepData ? postgres.WithDataVolume(stores.Data.Volume("postgres"))
        : postgres;

    /// <summary>Keeps every change in an append-only file; snapshots beside it would only cost.</summary>
    public static IResourceBuilder<RedisResource> RunIn(this IResourceBuilder<RedisResource> redis, StorePlan stores)
    {
        // A container is started by one line for a shell, which would drop an empty argument. It becomes the server instead of its parent,
        // as which it would not tell the server to stop.
        string[] arguments = ["--appendonly", "yes", "--auto-aof-rewrite-min-size", "256mb", "--save", stores.IsNative ? "" : "''"];
        // Not WithDataVolume, which turns snapshots on.
        redis =
            stores.IsNative ? redis.RunAsExecutable(stores.Directory("redis"))
            : stores.KeepData ? redis.WithVolume(stores.Data.Volume("redis"), "/data")
            : redis;
        return redis.WithArgs(context =>
        {
            if (context.ExecutionContext.IsPublishMode)
            {
                // There the line is whole already.
                context.Args[^1] = $"exec {context.Args[^1]} {string.Join(' ', arguments)}";
                return;
            }

            if (!stores.IsNative)
                context.Args.Insert(0, "exec");
            Array.ForEach(arguments, context.Args.Add);
        });
    }

    /// <summary>Throw-away data need not reach the disk.</summary>
    private static IResourceBuilder<PostgresServerResource> WithoutSync(
        this IResourceBuilder<PostgresServerResource> postgres,
        StorePlan stores
    ) => stores.KeepData ? postgres : postgres.WithArgs("-c", "fsync=off");

    private static StoreMode? FindModeWithData(StoreData data, ContainerEngine? engine) =>
        data.HasNative ? StoreMode.Native
        // An engine that does not answer now keeps what it has.
        : data.RememberedMode == StoreMode.Containers && engine?.HasVolume(data.Volume("postgres")) != false ? StoreMode.Containers
        : null;

    /// <returns>Why the start must end, in one line; null to go on.</returns>
    private static async Task<string?> PrepareAsync(
        IDistributedApplicationBuilder builder,
        StorePlan stores,
        ContainerEngine? engine,
        CancellationToken cancellationToken
    )
    {
        var choice = stores.Choice!;
        if (choice.Problem is not null)
            return choice.Problem;
        Console.WriteLine(choice);
        if (stores.KeepData && MissingPassword(builder) is { } missing)
            return missing;
        var problem = stores.IsNative
            ? NativePackage.Require(
                [NativePackage.Postgres, NativePackage.Redis],
                builder.Configuration.GetValue("InstallPackages", true),
                Console.WriteLine
            )
            : Pull(builder, engine!) ?? await RequireFreeVolumesAsync(stores, engine!, cancellationToken);
        if (problem is not null || !stores.KeepData)
            return problem;
        stores.Data.Remember(choice.Mode);
        if (stores.IsNative)
            StoreData.CreatePassable(StoreData.Root);
        return null;
    }

    /// <summary>
    /// Aspire reads the user secrets in Development only; elsewhere each start would make another password for the same data.
    /// </summary>
    private static string? MissingPassword(IDistributedApplicationBuilder builder) =>
        builder.Environment.IsDevelopment() || builder.Configuration["Parameters:" + PasswordParameter("postgres")] is { Length: > 0 }
            ? null
            : $"In the environment {builder.Environment.EnvironmentName} no generated password is found again. Set "
                + "Parameters:postgres-password"
                + " (environment variable Parameters__postgres-password), or set KeepData=false, or start in Development.";

    private static string PasswordParameter(string store) => store + "-password";

    private static async Task<string?> RequireFreeVolumesAsync(
        StorePlan stores,
        ContainerEngine engine,
        CancellationToken cancellationToken
    ) =>
        !stores.KeepData
            ? null
            : await engine.RequireFreeAsync(stores.Data.Volume("postgres"), cancellationToken)
                ?? await engine.RequireFreeAsync(stores.Data.Volume("redis"), cancellationToken);

    private static string? Pull(IDistributedApplicationBuilder builder, ContainerEngine engine)
    {
        foreach (
            var image in builder
                .Resources.OfType<ContainerResource>()
                .Select(Image)
                .OfType<string>()
                .Where(image => !engine.HasImage(image))
        )
        {
            Console.WriteLine($"Pulling {image} with {engine.Command}.");
            if (engine.Pull(image) is { } reason)
                return $"{engine.Command} cannot get the image {image} ({reason}). Make it available to {engine.Command}"
                    + (OperatingSystem.IsLinux() ? ", or run PostgreSQL and Redis natively: --Stores=Native." : ".");
        }

        return null;

        static string? Image(ContainerResource container) => container.TryGetContainerImageName(out var image) ? image : null;
    }

    /// <summary>A directory that goes when the application has ended.</summary>
    private static string CreateTemporaryRoot(IDistributedApplicationBuilder builder)
    {
        var directory = Directory.CreateTempSubdirectory("platform-stores-");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(directory.FullName, StoreData.Passable);
        builder.BeforeStart(start =>
        {
            start.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped.Register(() => Remove(directory));
            return null;
        });
        return directory.FullName;
    }

    private static void Remove(DirectoryInfo directory)
    {
        try
        {
            directory.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A server is writing its last; the system clears what is left among its temporary files.
        }
    }
}
