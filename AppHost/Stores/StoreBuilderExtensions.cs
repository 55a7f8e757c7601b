using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Platform.AppHost.Native;
using Platform.AppHost.Startup;

namespace Platform.AppHost.Stores;

/// <summary>How this AppHost runs PostgreSQL and Redis; chosen once, before they are added.</summary>
/// <param name="Choice">Null when publishing: they are then containers without data of this machine.</param>
/// <param name="KeepData">False deletes the data at the end of the run.</param>
internal sealed record StorePlan(StoreChoice? Choice, StoreData Data, bool KeepData, Lazy<string> TemporaryRoot)
{
    public bool IsNative => Choice is { Mode: StoreMode.Native };

    public string Directory(string store) => KeepData ? Data.Directory(store) : Path.Combine(TemporaryRoot.Value, store);
}

internal static class StoreBuilderExtensions
{
    /// <summary>
    /// Decides between containers and native processes, and prints the choice and its reason when the application starts. When neither
    /// works, the start ends with one line that says what to do.
    /// </summary>
    public static StorePlan ChooseStores(this IDistributedApplicationBuilder builder)
    {
        // Published names are the same from every clone.
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
    /// The password of a store: the parameter <c>{store}-password</c>, else a generated one. A generated password is saved in the user
    /// secrets only with kept data: a run with temporary data does not use the saved password, which belongs to the kept data.
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

    /// <summary>Stores every change in an append-only file, without snapshots, which would add nothing.</summary>
    public static IResourceBuilder<RedisResource> RunIn(this IResourceBuilder<RedisResource> redis, StorePlan stores) =>
        // Not WithDataVolume, which enables snapshots.
        (
            stores.IsNative ? redis.RunAsExecutable(stores.Directory("redis"))
            : stores.KeepData ? redis.WithVolume(stores.Data.Volume("redis"), "/data")
            : redis
        ).WithServerArguments(stores, "--appendonly", "yes", "--auto-aof-rewrite-min-size", "256mb");

    /// <summary>
    /// Keeps nothing between runs, and at most <c>KeptMemory</c> (256mb) while it runs: beyond it the least recently used keys go.
    /// </summary>
    public static IResourceBuilder<RedisResource> RunBoundedIn(this IResourceBuilder<RedisResource> redis, StorePlan stores) =>
        (stores.IsNative ? redis.RunAsExecutable(stores.Directory(redis.Resource.Name)) : redis).WithServerArguments(
            stores,
            "--appendonly",
            "no",
            "--maxmemory",
            redis.ApplicationBuilder.Configuration["KeptMemory"] ?? "256mb",
            "--maxmemory-policy",
            "allkeys-lru"
        );

    /// <summary>Adds arguments of the server, and no snapshots.</summary>
    private static IResourceBuilder<RedisResource> WithServerArguments(
        this IResourceBuilder<RedisResource> redis,
        StorePlan stores,
        params string[] arguments
    )
    {
        // A container starts with one shell command, which drops an empty argument. "exec" replaces the shell with the server; the shell as
        // its parent would not forward the stop signal.
        string[] all = [.. arguments, "--save", stores.IsNative ? "" : "''"];
        return redis.WithArgs(context =>
        {
            if (context.ExecutionContext.IsPublishMode)
            {
                // When publishing, the last argument is the whole command.
                context.Args[^1] = $"exec {context.Args[^1]} {string.Join(' ', all)}";
                return;
            }

            if (!stores.IsNative)
                context.Args.Insert(0, "exec");
            Array.ForEach(all, context.Args.Add);
        });
    }

    /// <summary>Temporary data need not be synced to disk.</summary>
    private static IResourceBuilder<PostgresServerResource> WithoutSync(
        this IResourceBuilder<PostgresServerResource> postgres,
        StorePlan stores
    ) => stores.KeepData ? postgres : postgres.WithArgs("-c", "fsync=off");

    private static StoreMode? FindModeWithData(StoreData data, ContainerEngine? engine) =>
        data.HasNative ? StoreMode.Native
        // An engine that does not respond still has its data.
        : data.RememberedMode == StoreMode.Containers && engine?.HasVolume(data.Volume("postgres")) != false ? StoreMode.Containers
        : null;

    /// <returns>The problem that ends the start, in one line; null to start.</returns>
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
    /// The problem of a missing password: Aspire reads the user secrets in Development only, so elsewhere each start would generate another
    /// password for the same data.
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

    /// <summary>Creates a directory that is deleted when the application has stopped.</summary>
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
            // A server is still writing; the system deletes the remaining temporary files.
        }
    }
}
