using System.Buffers;
using System.Text;
using System.Text.Json;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Tenancy;

/// <summary>
/// Puts into a body for an upstream whose it is. Where the caller names users or caches (<c>user</c>, <c>safety_identifier</c>,
/// <c>metadata.user_id</c>, <c>prompt_cache_key</c>), the names become its account's own. Only these bytes change.
/// </summary>
internal sealed class TenantFields(TenantIds ids)
{
    private static readonly SearchValues<byte> Space = SearchValues.Create(" \t\r\n"u8);

    /// <param name="body">A JSON object in the upstream's protocol.</param>
    /// <param name="setting">The member by which the upstream takes the account.</param>
    public ReadOnlyMemory<byte> Into(ReadOnlyMemory<byte> body, Protocol protocol, string setting, Guid account)
    {
        var member = AccountMember.For(setting, protocol);
        var splices = NamesAny(body.Span) ? Replace(body.Span, protocol, ref member, account) : [];
        if (member is not null)
            splices.Add(Add(body.Span, member, account));
        return splices.Count == 0 ? body : Splice.Into(body.Span, splices);
    }

    /// <param name="member">Null afterwards where the body has it.</param>
    private List<Splice> Replace(ReadOnlySpan<byte> body, Protocol protocol, ref string? member, Guid account)
    {
        var (splices, wanted) = (new List<Splice>(), member);
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 256 });
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = Named(json, protocol);
            json.Read();
            var (start, type) = ((int)json.TokenStartIndex, json.TokenType);
            var text = name is not null && type == JsonTokenType.String ? JsonText.Of(ref json) : null;
            json.Skip();
            if (name is null || (name != wanted && text is null && name != AccountMember.Metadata))
                continue;
            if (name == wanted)
                member = null;
            var value = name == wanted || name == AccountMember.Metadata ? Value(name, account) : Quote(ids.Scoped(account, name, text!));
            splices.Add(new Splice(start..(int)json.BytesConsumed, value));
        }

        return splices;
    }

    /// <summary>The member, if it is one that names users or caches.</summary>
    private static string? Named(in Utf8JsonReader json, Protocol protocol) =>
        protocol.IsAnthropic
            ? json.ValueTextEquals("metadata"u8) && !protocol.CountsTokens
                ? AccountMember.Metadata
                : null
            : json.ValueTextEquals("prompt_cache_key"u8)
                ? "prompt_cache_key"
                : json.ValueTextEquals("safety_identifier"u8)
                    ? AccountMember.SafetyIdentifier
                    : json.ValueTextEquals("user"u8)
                        ? AccountMember.User
                        : null;

    /// <summary>At the end, after all that the caller sent.</summary>
    private Splice Add(ReadOnlySpan<byte> body, string member, Guid account)
    {
        var end = body.LastIndexOf((byte)'}');
        return new Splice(end..end, [.. ",\""u8, .. Encoding.ASCII.GetBytes(member), .. "\":"u8, .. Value(member, account)]);
    }

    private byte[] Value(string member, Guid account) =>
        member == AccountMember.Metadata ? [.. "{\"user_id\":"u8, .. Quote(ids.Account(account)), .. "}"u8] : Quote(ids.Account(account));

    private static byte[] Quote(string id) => Encoding.ASCII.GetBytes($"\"{id}\"");

    /// <summary>
    /// Whether one of the members may be there; most bodies have none, and are not parsed once more. A message's role is <c>"user"</c> too,
    /// but no colon follows it. A letter that is written as an escape could be part of any name.
    /// </summary>
    private static bool NamesAny(ReadOnlySpan<byte> body)
    {
        if (
            body.IndexOf("\"prompt_cache_key\""u8) >= 0
            || body.IndexOf("\"safety_identifier\""u8) >= 0
            || body.IndexOf("\"metadata\""u8) >= 0
            || body.IndexOf("\\u00"u8) >= 0
        )
            return true;
        while (body.IndexOf("\"user\""u8) is >= 0 and var at)
        {
            body = body[(at + "\"user\"".Length)..];
            var next = body.IndexOfAnyExcept(Space);
            if (next >= 0 && body[next] == (byte)':')
                return true;
        }

        return false;
    }
}
