using System.Text;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Text.Sources;

/// <summary>A SentencePiece model file (sentencepiece_model.proto): pieces with scores and kinds, and how texts are prepared.</summary>
sealed record SentencePieceModel
{
    const ulong Bpe = 2;

    public required IReadOnlyList<string> Pieces { get; init; }
    public required IReadOnlyList<float> Scores { get; init; }
    public required IReadOnlyList<TokenKind> Kinds { get; init; }

    /// <summary>Whether a space goes before a text.</summary>
    public required bool AddsPrefix { get; init; }

    /// <exception cref="ModelFileException">The file is damaged, or not of the BPE kind without normalisation that this engine reads.</exception>
    public static SentencePieceModel Read(string file, ReadOnlySpan<byte> bytes)
    {
        List<string> pieces = [];
        List<float> scores = [];
        List<TokenKind> kinds = [];
        var addsPrefix = true;
        var reader = new ProtobufReader(bytes, file, start: 0);
        while (reader.Next(out var field))
        {
            switch (field)
            {
                case 1:
                    var (piece, score, kind) = ReadPiece(reader.Message());
                    pieces.Add(piece);
                    scores.Add(score);
                    kinds.Add(kind);
                    break;
                case 2: CheckTrainer(file, reader.Message()); break;
                case 3: addsPrefix = ReadNormalizer(file, reader.Message()); break;
                default: reader.Skip(); break;
            }
        }
        return pieces.Count == 0
            ? throw new ModelFileException(file, "it holds no pieces; the file is damaged or no SentencePiece model, fetch it again")
            : new() { Pieces = pieces, Scores = scores, Kinds = kinds, AddsPrefix = addsPrefix };
    }

    static (string Piece, float Score, TokenKind Kind) ReadPiece(ProtobufReader reader)
    {
        var (piece, score, kind) = ("", 0f, TokenKind.Normal);
        while (reader.Next(out var field))
        {
            switch (field)
            {
                case 1: piece = Encoding.UTF8.GetString(reader.Bytes()); break;
                case 2: score = reader.Float(); break;
                case 3: kind = (TokenKind)Math.Min(reader.Number(), int.MaxValue); break;
                default: reader.Skip(); break;
            }
        }
        return (piece, score, kind);
    }

    static void CheckTrainer(string file, ProtobufReader reader)
    {
        var model = 1ul; // the format's default is the unigram model
        while (reader.Next(out var field))
        {
            if (field == 3)
                model = reader.Number();
            else
                reader.Skip();
        }
        if (model != Bpe)
            throw new ModelFileException(file, $"its SentencePiece model is of type {model}; this engine reads type {Bpe}, BPE");
    }

    /// <summary>Whether a space is added before a text; other preparations are refused.</summary>
    static bool ReadNormalizer(string file, ProtobufReader reader)
    {
        var (addsPrefix, removesSpaces, escapes, hasMap) = (true, true, true, false);
        while (reader.Next(out var field))
        {
            switch (field)
            {
                case 2: hasMap = !reader.Bytes().IsEmpty; break;
                case 3: addsPrefix = reader.Number() != 0; break;
                case 4: removesSpaces = reader.Number() != 0; break;
                case 5: escapes = reader.Number() != 0; break;
                default: reader.Skip(); break;
            }
        }
        return hasMap || removesSpaces || !escapes
            ? throw new ModelFileException(file, "it replaces characters or removes spaces before it cuts a text; this engine reads models that leave texts as they are")
            : addsPrefix;
    }
}
