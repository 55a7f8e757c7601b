using System.Text.Json;
using Platform.Contracts;

namespace Platform.Accounts.Catalogue;

/// <summary>Reads the parts of all files, then checks what one part says of another. Each fault is at the line of what has to change.</summary>
internal sealed class CatalogueReader(List<string> faults) : IDisposable
{
    private static readonly JsonDocumentOptions Form = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    private readonly List<JsonDocument> documents = [];
    private readonly List<(Model Model, JsonFields Fields)> models = [];
    private readonly List<(UpstreamDefinition Upstream, JsonFields Fields)> upstreams = [];

    /// <summary>Reads one file.</summary>
    /// <param name="text">In UTF-8, with or without a mark of that.</param>
    public void Add(string file, ReadOnlyMemory<byte> text)
    {
        if (text.Span is [0xEF, 0xBB, 0xBF, ..])
            text = text[3..];
        var places = new FileFaults(file, text, faults);
        try
        {
            var document = JsonDocument.Parse(text, Form);
            documents.Add(document);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                Read(new JsonFields(document.RootElement, "", places));
            else
                places.Add(1, "The file must be an object with the fields upstreams and models.");
        }
        catch (JsonException e)
        {
            places.Add((e.LineNumber ?? 0) + 1, $"It is not JSON: {e.Message}");
        }
    }

    public Contracts.Catalogue Finish()
    {
        var (all, known) = (models.ConvertAll(read => read.Model), upstreams.ConvertAll(read => read.Upstream));
        foreach (var (upstream, fields) in upstreams)
            if (
                upstream.Name.Length > 0
                && !ReferenceEquals(known.Find(each => each.Name.Equals(upstream.Name, StringComparison.OrdinalIgnoreCase)), upstream)
            )
                fields.Fault("name", "is there more than once; name each upstream once", 0);
        foreach (var (model, fields) in models)
            Check(model, fields, all);
        return new Contracts.Catalogue(all, known.Count > 0 ? known : null);
    }

    public void Dispose() => documents.ForEach(document => document.Dispose());

    private void Read(JsonFields file)
    {
        var listed = file.Objects(
                "upstreams",
                (item, index) => UpstreamReader.NameIn(item) is { } name ? $"upstream {name}" : $"upstream {index + 1}",
                required: false
            )
            .Select(fields => (Upstream: UpstreamReader.Read(fields), Fields: fields))
            .ToList();
        upstreams.AddRange(listed);
        foreach (var fields in file.Objects("models", (item, index) => $"model {ModelReader.IdIn(item) ?? $"number {index + 1}"}"))
        {
            var model = ModelReader.Read(fields);
            models.Add((model, fields));
            if (listed.Count > 0)
                CheckRoutes(model, fields, listed.ConvertAll(read => read.Upstream));
        }

        file.RejectUnknownFields();
    }

    /// <summary>A file that lists upstreams lists all that it uses, so that a wrong name is found here and not by a request.</summary>
    private static void CheckRoutes(Model model, JsonFields fields, List<UpstreamDefinition> listed)
    {
        foreach (var (index, route) in model.Routes.Index())
        {
            if (route.Upstream.Length == 0)
                continue;
            var upstream = listed.Find(each => each.Name == route.Upstream);
            if (upstream is null)
                fields.Fault(
                    "routes",
                    $"has an upstream that is not among upstreams, in route {index + 1}; known are {string.Join(", ", listed.Select(each => each.Name))}",
                    0
                );
            else if (DeadlinesReader.Problem(DeadlinesReader.Over(route.Deadlines, upstream.Deadlines)) is var (field, text))
                fields.Fault("routes", $"has deadlines that cannot be met, in route {index + 1} on {route.Upstream}: {field} {text}", 0);
        }
    }

    private static void Check(Model model, JsonFields fields, List<Model> all)
    {
        if (model.Id.Length > 0 && !ReferenceEquals(all.Find(other => other.Id == model.Id), model))
            fields.Fault("id", "is there more than once; name each model once", 0);
        if (model.Deprecation?.Successor is { } successor && !all.Exists(other => other.Id == successor))
            fields.Fault("deprecation", "must have as successor the id of a model of the catalogue", 0);
        if (model.Fallbacks is not { } fallbacks)
            return;
        if (fallbacks.FirstOrDefault(id => !all.Exists(other => other.Id == id)) is { } unknown)
            fields.Fault("fallbacks", $"must be ids of models of the catalogue, and {unknown} is none", 0);
        else if (Fallbacks.Circle(model, all) is { } circle)
            fields.Fault("fallbacks", $"must not lead back to the model: {string.Join(", ", circle)}", 0);
    }
}
