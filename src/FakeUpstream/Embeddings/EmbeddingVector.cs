using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Platform.FakeUpstream.Embeddings;

/// <summary>
/// A vector of length 1 that is always the same for the same text. It has no meaning: similar texts are not near each other.
/// </summary>
internal static class EmbeddingVector
{
    public static float[] For(string text, int dimensions)
    {
        var seed = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        var vector = new float[dimensions];
        Span<byte> block = stackalloc byte[SHA256.HashSizeInBytes];
        for (var i = 0; i < dimensions; i++)
        {
            var at = i * sizeof(short) % block.Length;
            if (at == 0)
                SHA256.HashData([.. seed, .. BitConverter.GetBytes(i)], block);
            vector[i] = BinaryPrimitives.ReadInt16LittleEndian(block[at..]) + 0.5f;
        }

        var length = MathF.Sqrt(vector.Sum(each => each * each));
        return Array.ConvertAll(vector, each => each / length);
    }
}
