using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Embeddings;

/// <summary>Writes a list of embeddings.</summary>
internal static class EmbeddingJson
{
    private const int LongestNumber = 32;

    public static void Write(IBufferWriter<byte> output, EmbeddingRequest request, bool withUsage)
    {
        output.Write("""{"object":"list","data":["""u8);
        foreach (var (index, text) in request.Input.Texts.Index())
        {
            output.Write(index == 0 ? """{"object":"embedding","index":"""u8 : """,{"object":"embedding","index":"""u8);
            output.WriteNumber(index);
            output.Write(""","embedding":"""u8);
            var vector = EmbeddingVector.For(text, request.Dimensions);
            if (request.Base64)
                output.WriteJsonString(Convert.ToBase64String(MemoryMarshal.AsBytes<float>(vector)));
            else
                WriteNumbers(output, vector);
            output.Write("}"u8);
        }

        output.Write("""],"model":"""u8);
        output.WriteJsonString(request.Model);
        if (withUsage)
        {
            output.Write(""","usage":{"prompt_tokens":"""u8);
            output.WriteNumber(request.Input.Tokens);
            output.Write(""","total_tokens":"""u8);
            output.WriteNumber(request.Input.Tokens);
            output.Write("}"u8);
        }

        output.Write("}"u8);
    }

    private static void WriteNumbers(IBufferWriter<byte> output, float[] vector)
    {
        output.Write("["u8);
        for (var i = 0; i < vector.Length; i++)
        {
            if (i > 0)
                output.Write(","u8);
            Utf8Formatter.TryFormat(vector[i], output.GetSpan(LongestNumber), out var written);
            output.Advance(written);
        }

        output.Write("]"u8);
    }
}
