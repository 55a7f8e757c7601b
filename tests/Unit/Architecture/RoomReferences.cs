using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Platform.Tests.Unit.Architecture;

/// <summary>
/// Which rooms of a service name which others. A room is a folder below the service's project, and the namespace of the same name; the
/// files beside the project's own are a room too. Read from the compiled types, method bodies included, and from the sources' using
/// directives, in which names show that the compiler leaves nothing of.
/// </summary>
internal sealed partial class RoomReferences
{
    /// <summary>The room of what lies in no folder.</summary>
    public const string Project = "(project)";

    private readonly string root;
    private readonly SortedDictionary<string, SortedDictionary<string, string>> references = new(StringComparer.Ordinal);

    /// <param name="service">The name of the project below src, and of its namespace below Platform.</param>
    public RoomReferences(string service, Assembly assembly)
    {
        root = "Platform." + service;
        foreach (var type in assembly.GetTypes())
        foreach (var named in TypeNames.Of(type))
            Add(Room(type), Room(named), type.FullName!);
        foreach (var file in Sources(service))
        foreach (Match directive in Using().Matches(File.ReadAllText(file)))
            Add(RoomOfFile(service, file), RoomOf(directive.Groups[1].Value), Path.GetFileName(file));
    }

    /// <summary>The rooms that name another or are named.</summary>
    public IEnumerable<string> Rooms => references.Keys;

    /// <summary>The rooms that <paramref name="room"/> names, each with a type or a file of it that does.</summary>
    public IReadOnlyDictionary<string, string> From(string room) => references[room];

    /// <summary>
    /// Rooms that name each other, directly or by way of others, with a witness of each reference; one for each such circle.
    /// </summary>
    public IEnumerable<(string Rooms, string Text)> Circles()
    {
        foreach (var circle in Rooms.GroupBy(InCircleWith).Where(circle => circle.Key.Length > 0))
        {
            var rooms = circle.ToHashSet(StringComparer.Ordinal);
            var witnesses = rooms.SelectMany(room =>
                From(room).Where(to => rooms.Contains(to.Key)).Select(to => $"{room} -> {to.Key} ({to.Value})")
            );
            yield return (circle.Key, $"{circle.Key}: {string.Join("; ", witnesses)}");
        }
    }

    private string InCircleWith(string room) => string.Join(", ", Rooms.Where(other => Reaches(room, other) && Reaches(other, room)));

    private bool Reaches(string from, string to)
    {
        var (seen, next) = (new HashSet<string>(StringComparer.Ordinal), new Queue<string>(From(from).Keys));
        while (next.TryDequeue(out var room))
        {
            if (room == to)
                return true;
            if (seen.Add(room))
                foreach (var further in From(room).Keys)
                    next.Enqueue(further);
        }

        return false;
    }

    private void Add(string? from, string? to, string witness)
    {
        if (from is null || to is null || from == to)
            return;
        if (!references.TryGetValue(to, out _))
            references[to] = new(StringComparer.Ordinal);
        if (!references.TryGetValue(from, out var named))
            references[from] = named = new(StringComparer.Ordinal);
        named.TryAdd(to, witness);
    }

    /// <summary>Null for a type of another assembly. Program has no namespace and belongs to the project itself.</summary>
    private string? Room(Type type) =>
        type.Namespace is { } name ? RoomOf(name)
        : type.FullName == "Program" ? Project
        : null;

    private string? RoomOf(string name) =>
        name == root ? Project
        : name.StartsWith(root + ".", StringComparison.Ordinal) ? name[(root.Length + 1)..].Split('.')[0]
        : null;

    private static string RoomOfFile(string service, string file) =>
        Path.GetRelativePath(Folder(service), Path.GetDirectoryName(file)!).Split(Path.DirectorySeparatorChar)[0] is var room && room == "."
            ? Project
            : room;

    private static IEnumerable<string> Sources(string service) =>
        Directory
            .EnumerateFiles(Folder(service), "*.cs*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".cshtml", StringComparison.Ordinal))
            .Where(file => !Path.GetRelativePath(Folder(service), file).StartsWith("obj", StringComparison.Ordinal));

    private static string Folder(string service, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "src", service));

    [GeneratedRegex(@"(?m)^@?using (?:static )?(?:\w+ = )?([\w.]+);?\r?$")]
    private static partial Regex Using();
}

/// <summary>The types that a type names: in its signatures, and in the code of its methods.</summary>
internal static class TypeNames
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    public static IEnumerable<Type> Of(Type type) => Direct(type).SelectMany(Parts);

    private static IEnumerable<Type> Direct(Type type) =>
        [
            .. type.BaseType is { } parent ? [parent] : Type.EmptyTypes,
            .. type.GetInterfaces(),
            .. type.GetFields(All).Select(field => field.FieldType),
            .. type.GetCustomAttributesData().Select(attribute => attribute.AttributeType),
            .. type.GetMethods(All).SelectMany(method => (Type[])[method.ReturnType, .. InMethod(method)]),
            .. type.GetConstructors(All).SelectMany(InMethod),
        ];

    private static IEnumerable<Type> InMethod(MethodBase method) =>
        [
            .. method.GetParameters().Select(parameter => parameter.ParameterType),
            .. method.GetMethodBody() is { } body
                ? [.. body.LocalVariables.Select(local => local.LocalType), .. InCode(method, body.GetILAsByteArray()!)]
                : Type.EmptyTypes,
        ];

    private static IEnumerable<Type> InCode(MethodBase method, byte[] code)
    {
        for (var at = 0; at < code.Length; )
        {
            var opcode = code[at] == 0xFE ? Codes[unchecked((short)(0xFE00 | code[at + 1]))] : Codes[code[at]];
            at += opcode.Size;
            if (
                opcode.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok
            )
                foreach (var named in Resolve(method, BitConverter.ToInt32(code, at)))
                    yield return named;
            at += OperandSize(opcode.OperandType, code, at);
        }
    }

    private static IEnumerable<Type> Resolve(MethodBase method, int token)
    {
        var ofType = method.DeclaringType is { IsGenericType: true } declaring ? declaring.GetGenericArguments() : null;
        return method.Module.ResolveMember(token, ofType, method.IsGenericMethod ? method.GetGenericArguments() : null) switch
        {
            Type type => [type],
            MethodBase { IsGenericMethod: true } called => [called.DeclaringType!, .. called.GetGenericArguments()],
            { DeclaringType: { } owner } => [owner],
            _ => [],
        };
    }

    private static int OperandSize(OperandType operand, byte[] code, int at) =>
        operand switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(code, at),
            _ => 4,
        };

    /// <summary>A type with the types it is made of.</summary>
    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsConstructedGenericType ? [type, .. type.GetGenericArguments().SelectMany(Parts)]
        : [type];
}
