using System.Buffers;
using Platform.FakeUpstream.Scripts;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Models;

internal static class ModelsApi
{
    private static readonly byte[] List = ReadList();

    public static void MapModels(this IEndpointRouteBuilder app)
    {
        app.MapGet(
            "/v1/models",
            (Outage outage) =>
                outage.Remaining is null
                    ? Results.Bytes(List, "application/json")
                    : throw new Refusal(OpenAIError.ForStatus(outage.Status, "models"))
        );
        app.MapGet("/v1/models/{id}", One);
    }

    private static IResult One(string id)
    {
        if (ModelList.Find(id) is not { } model)
            throw new Refusal(OpenAIError.NotFound($"The model '{id}' does not exist", "model", "model_not_found"));
        var body = new ArrayBufferWriter<byte>();
        model.WriteTo(body);
        return Results.Bytes(body.WrittenMemory, "application/json");
    }

    private static byte[] ReadList()
    {
        var body = new ArrayBufferWriter<byte>();
        body.Write("""{"object":"list","data":["""u8);
        foreach (var (index, model) in ModelList.All.Index())
        {
            if (index > 0)
                body.Write(","u8);
            model.WriteTo(body);
        }

        body.Write("]}"u8);
        return body.WrittenSpan.ToArray();
    }
}
