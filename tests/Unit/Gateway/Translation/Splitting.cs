using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Platform.Gateway.Translation;

namespace Platform.Tests.Unit.Gateway.Translation;

/// <summary>Cuts a stream into chunks at random places; a failure prints the seed with which it comes again.</summary>
internal static class Splitting
{
    public static void ChangesNothing(Func<ITranslation> make, string stream)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        var whole = make().Stream([bytes]);
        var cuts = Gen.Choose(0, bytes.Length).ListOf().ToArbitrary();
        Prop.ForAll(cuts, places => make().Stream(Chunks(bytes, places)) == whole).QuickCheckThrowOnFailure();
    }

    private static IEnumerable<byte[]> Chunks(byte[] bytes, IEnumerable<int> places)
    {
        var from = 0;
        foreach (var place in places.Append(bytes.Length).Order())
        {
            yield return bytes[from..place];
            from = place;
        }
    }
}
