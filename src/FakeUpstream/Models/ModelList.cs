using System.Collections.Frozen;
using Platform.FakeUpstream.Scripts;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Models;

/// <summary>The served models: names of real ones, and the scripted ones.</summary>
internal static class ModelList
{
    private const long FakesCreated = 1_735_689_600;

    public static IReadOnlyList<ModelEntry> All { get; } =
    [
        new("gpt-6-luna", "openai", 1_791_936_000),
        new("gpt-6-sol", "openai", 1_791_936_000),
        new("gpt-6-astra", "openai", 1_791_936_000),
        new("gpt-6.1-sol", "openai", 1_791_936_000),
        new("gpt-6.1-terra", "openai", 1_791_936_000),
        new("claude-opus-5-5", "anthropic", 1_791_936_000),
        new("claude-sonnet-5-5", "anthropic", 1_791_936_000),
        new("claude-fable-5-2", "anthropic", 1_791_936_000),
        new("gpt-4.1", "openai", 1_744_316_542),
        new("gpt-4.1-mini", "openai", 1_744_318_173),
        new("gpt-4.1-nano", "openai", 1_744_321_707),
        new("gpt-4o", "openai", 1_715_367_049),
        new("gpt-4o-mini", "openai", 1_721_172_741),
        new("o4-mini", "openai", 1_744_225_351),
        new("gpt-5", "openai", 1_754_425_777),
        new("gpt-5-mini", "openai", 1_754_425_928),
        new("claude-sonnet-4-5", "anthropic", 1_759_104_000),
        new("claude-haiku-4-5", "anthropic", 1_760_486_400),
        new("text-embedding-3-small", "openai", 1_705_948_997, Chats: false),
        .. NamedScripts.FakeModels.Select(id => new ModelEntry(id, "fake-upstream", FakesCreated)),
    ];

    private static readonly FrozenDictionary<string, ModelEntry> ById = All.ToFrozenDictionary(model => model.Id);

    public static ModelEntry? Find(string id) => ById.GetValueOrDefault(id);

    /// <exception cref="Refusal">There is no such model, or it generates no text.</exception>
    public static void RequireChatModel(string id, PathString path)
    {
        if (Find(id) is not { } model)
            throw new Refusal(OpenAIError.ForStatus(StatusCodes.Status404NotFound, id));
        if (!model.Chats)
        {
            throw new Refusal(
                OpenAIError.NotFound($"This is not a chat model and thus not supported in the {path.Value![1..]} endpoint.", "model")
            );
        }
    }
}
