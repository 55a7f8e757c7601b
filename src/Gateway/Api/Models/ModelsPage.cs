using System.Globalization;
using Microsoft.Extensions.Primitives;
using Platform.Contracts;
using Platform.Gateway.Errors;

namespace Platform.Gateway.Api.Models;

/// <summary>One page of the list of models in Anthropic's form: newest first; a cursor is the id of a model.</summary>
/// <param name="HasMore">In the direction of reading: beyond the last for <c>after_id</c>, before the first for <c>before_id</c>.</param>
internal sealed record ModelsPage(IReadOnlyList<Model> Models, bool HasMore)
{
    private const int DefaultLimit = 20,
        MaxLimit = 1_000;

    /// <summary>
    /// The page that <paramref name="query"/> asks for (<c>limit</c>, <c>after_id</c>, <c>before_id</c>), or what is wrong with it.
    /// </summary>
    /// <param name="callable">All the models the key may call.</param>
    public static StepResult<ModelsPage> From(IQueryCollection query, IEnumerable<Model> callable)
    {
        if (Limit(query["limit"]) is not { } limit)
            return ApiErrors.InvalidRequest($"limit must be a whole number from 1 to {MaxLimit}.", "limit");
        Model[] all = [.. callable.OrderByDescending(model => model.CreatedAt).ThenBy(model => model.Id, StringComparer.Ordinal)];
        var (after, before) = (query["after_id"].ToString(), query["before_id"].ToString());
        if (after.Length > 0 && before.Length > 0)
            return ApiErrors.InvalidRequest("before_id and after_id cannot be used together. Send one of them.", "before_id");
        if (after.Length > 0)
            return At(all, after) is { } index ? Take(all, index + 1, limit) : NoSuchCursor("after_id");
        if (before.Length > 0)
            return At(all, before) is { } index ? TakeBefore(all, index, limit) : NoSuchCursor("before_id");
        return Take(all, 0, limit);
    }

    private static int? Limit(StringValues limit) =>
        limit.Count == 0 ? DefaultLimit
        : int.TryParse(limit.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MaxLimit
            ? number
        : null;

    private static int? At(Model[] all, string id) => Array.FindIndex(all, model => model.Id == id) is >= 0 and var index ? index : null;

    private static ModelsPage Take(Model[] all, int from, int limit) => new([.. all.Skip(from).Take(limit)], all.Length > from + limit);

    private static ModelsPage TakeBefore(Model[] all, int end, int limit) => new(all[Math.Max(0, end - limit)..end], end > limit);

    private static ApiError NoSuchCursor(string name) =>
        ApiErrors.InvalidRequest(
            $"{name} names no model that this key may call. Take it from first_id or last_id of the page before.",
            name
        );
}
