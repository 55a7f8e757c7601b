using Platform.Gateway.Admission;
using Platform.Gateway.Api.Doctor;
using Platform.Gateway.Api.Operator;
using Platform.Gateway.Api.Receipts;
using Platform.Gateway.Catalog;
using Platform.Gateway.Continuation;
using Platform.Gateway.Errors;
using Platform.Gateway.Fairness;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Health;
using Platform.Gateway.Idempotency;
using Platform.Gateway.Kept;
using Platform.Gateway.Keys;
using Platform.Gateway.Pipeline;
using Platform.Gateway.Requests;
using Platform.Gateway.Routes;
using Platform.Gateway.Serving;
using Platform.Gateway.Settlement;
using Platform.Gateway.Sockets;
using Platform.Gateway.Telemetry;
using Platform.Gateway.Telemetry.Messages;
using Platform.Gateway.Tenancy;
using Platform.Gateway.Upstreams;
using Platform.ServiceDefaults;
using Platform.ServiceDefaults.Refused;
using Platform.ServiceDefaults.Settings;
using Platform.Till;

namespace Platform.Gateway;

/// <summary>The services of the Gateway, in the order of a request's steps.</summary>
internal static class GatewayServices
{
    public static void AddGateway(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.AddServer();

        // RequestLogScope replaces the server's own log scope.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.AddQuietBreaks();
        builder.AddBrowserAccess();

        services.AddAccountsClient<KeyServiceClient>();
        services.AddAccountsClient<CatalogueClient>();
        services.AddSettings<KeyOptions>();
        services.AddSettings<ServiceOptions>();
        services.AddSingleton<DelegatedKeys>();
        services.AddSingleton<KeyCache>();
        services.AddSingleton<KeyAuthentication>();

        services.AddSettings<RequestOptions>();
        services.AddSettings<PublicAddresses>();
        services.AddSingleton<BodyMemory>();
        services.AddSettings<ErrorOptions>();
        services.AddSingleton<RequestReader>();
        services.AddSingleton<ErrorWriter>();

        services.AddSingleton<ModelCatalog>();
        services.AddHostedSingleton<CatalogRefresh>();
        services.AddHealthChecks().AddCheck<CatalogRefresh>("catalogue");

        services.AddSettings<AdmissionOptions>();
        services.AddSingleton<HoldReversals>();
        services.AddSingleton<HoldExtension>();
        services.AddSingleton<HoldMoves>();
        services.AddSingleton<ActiveHolds>();
        services.AddSingleton<LimitsInForce>();
        services.AddSingleton<RefusalLimit>();
        services.AddSingleton<AdmissionStep>();

        builder.AddKept();
        services.AddSettings<IdempotencyOptions>();
        services.AddSingleton<IdempotencyStore>();

        services.AddSettings<ContinuationOptions>();
        services.AddSingleton<Conversations>();
        services.AddSingleton<ConnectionMemory>();

        services.AddSettings<FairnessOptions>();
        services.AddHostedSingleton<LiveGateways>();
        services.AddSingleton<FairQueues>();
        services.AddSingleton<UpstreamPlaces>();

        services.AddSettings<ForwardingOptions>();
        services.AddSettings<UpstreamsOptions>();
        services.AddSettings<TenantOptions>();
        services.AddSingleton<TenantIds>();
        services.AddSingleton<TenantFields>();
        services.AddHttpForwarder();
        services.AddSingleton<UpstreamRegistry>();
        services.AddSingleton<UpstreamResolver>();
        services.AddSingleton<UpstreamConnections>();
        services.AddUpstreamHealth();
        services.AddSettings<TelemetryOptions>();
        services.AddSingleton<MessageCapture>();
        services.AddSingleton<AnswerMemory>();
        services.AddSettings<RoutingOptions>();
        services.AddSingleton<RouteSpeeds>();
        services.AddSingleton<RouteChooser>();
        services.AddSingleton<RouteHealth>();
        services.AddSingleton<UpstreamBodies>();
        services.AddSingleton<UpstreamForwarder>();

        services.AddHttpClient<UsageReportsClient>(client => client.BaseAddress = new Uri("https+http://usage")).AddServiceCredential();

        services.AddDoctor();
        services.AddOperator();

        services.AddSettings<JournalOptions>();
        services.AddSingleton<RecentSettlements>();
        services.AddSingleton<TillQueue>();
        services.AddSingleton<Admissions>();
        services.AddSingleton<TillBalances>();
        services.AddSingleton<Settlements>();
        services.AddSingleton<Holds>();
        services.AddSingleton<Claims>();
        services.AddSingleton<Epochs>();
        services.AddSingleton<TillSettlement>();
        services.AddSingleton<Journal>();
        services.AddHostedSingleton<SettlementStep>();
        services.AddHostedService<JournalReplay>();
        services.AddHostedService<TillWatch>();

        builder.AddRefusedRequests();
        services.AddSingleton<RefusalReport>();
        services.AddSingleton<RequestSteps>();
        services.AddSingleton<RequestPipeline>();
        services.AddSingleton<QuotePipeline>();
        services.AddSingleton<IOperatorProbe, OperatorProbe>();

        services.AddSettings<SocketOptions>();
        services.AddSingleton<ErrorMessages>();
        services.AddSingleton<SocketParts>();
        services.AddHostedSingleton<ConnectionRegistry>();
    }

    private static void AddAccountsClient<T>(this IServiceCollection services)
        where T : class =>
        services
            .AddHttpClient<T>(client =>
            {
                client.BaseAddress = new Uri("https+http://accounts");
                client.Timeout = TimeSpan.FromSeconds(3);
            })
            .AddServiceCredential();

    private static void AddHostedSingleton<T>(this IServiceCollection services)
        where T : class, IHostedService
    {
        services.AddSingleton<T>();
        services.AddHostedService(provider => provider.GetRequiredService<T>());
    }
}
