using System.Text;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Errors;
using Platform.Gateway.Health;
using Platform.Gateway.Protocols;
using Platform.Gateway.Routes;
using Platform.Gateway.Upstreams;

namespace Platform.Tests.Unit.Gateway.Routes;

/// <summary>Models with routes over upstreams a, b, c, and what is chosen of them.</summary>
internal static class Choices
{
    public static readonly Guid Account = new("0198c1a0-0000-7000-8000-000000000001");

    public static Upstream Upstream(string name, params (string Name, int Weight)[] credentials) =>
        new(
            new UpstreamDefinition(name, $"https://{name}.example/v1"),
            credentials.Length == 0
                ? [new Credential(Credential.Default, "", 1)]
                : [.. credentials.Select(credential => new Credential(credential.Name, "", credential.Weight))]
        );

    public static ModelRoute Route(string upstream, int? priority = null, int weight = 1, string model = "m", Price? price = null) =>
        new(upstream, model, ["openai-chat"], price ?? new Price(1, 1_000, 2_000), Priority: priority, Weight: weight);

    public static Model Model(params ModelRoute[] routes) => new("ours", "o", default, 10_000, 100, routes);

    public static ChooserOf Chooser(
        IUpstreamHealth health,
        RoutingOptions? options = null,
        RouteSpeeds? speeds = null,
        params Upstream[] upstreams
    ) =>
        new(
            new RouteChooser(health, speeds ?? new RouteSpeeds(), Options.Create(options ?? new RoutingOptions())),
            new UpstreamSet(upstreams.Length > 0 ? upstreams : [Upstream("a"), Upstream("b"), Upstream("c")])
        );

    public static InferenceRequest Parse(string body, Protocol? protocol = null) =>
        RequestParser.Parse(Encoding.UTF8.GetBytes(body), (protocol ?? Protocol.Chat).Request).Value!;

    /// <summary>All that are tried when each fails in this way.</summary>
    public static string Tried(RouteChoice choice, CallVerdict verdict = CallVerdict.Failed)
    {
        var tried = new List<string>();
        while (choice.TryNext(out var candidate))
        {
            tried.Add(Name(candidate));
            choice.Note(verdict);
        }

        return string.Join(' ', tried);
    }

    public static string First(RouteChoice choice) => choice.TryNext(out var candidate) ? candidate.Upstream.Name : "";

    private static string Name(Candidate candidate) =>
        candidate.Upstream.Name
        + (candidate.Credential.Name == "default" ? "" : "/" + candidate.Credential.Name)
        + (candidate.Route.UpstreamModel == "m" ? "" : ":" + candidate.Route.UpstreamModel);
}

/// <summary>A chooser, and what the names in routes mean to it.</summary>
internal sealed class ChooserOf(RouteChooser chooser, UpstreamSet upstreams)
{
    public RouteChoice Choose(string conversation, params Model[] models) =>
        Choose(
            models,
            new DefaultHttpContext().Request,
            Choices.Parse($$"""{"model":"ours","messages":["x"],"prompt_cache_key":"{{conversation}}"}"""),
            Choices.Account,
            "req_1"
        );

    public RouteChoice Choose(IReadOnlyList<Model> models, HttpRequest http, InferenceRequest request, Guid account, string requestId) =>
        chooser.Choose(models, upstreams, http, request, account, requestId);

    public ApiError? RefuseUnavailable(IReadOnlyList<Model> models) => chooser.RefuseUnavailable(models, upstreams);
}
