using System.Text.Json;

namespace Platform.Contracts;

/// <summary>A value in JSON that is not in the one form that is read here. The message is for the caller, and repeats no value.</summary>
public sealed class ValueFormatException(string message) : JsonException(message)
{
    /// <summary>The name of the field on the wire; the whole path where it is deeper than the object.</summary>
    public string Field => Path is ['$', '.', .. var name] ? name : Path ?? "$";
}
