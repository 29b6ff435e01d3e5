namespace Outthink.Engine.Text;

/// <summary>What a vocabulary entry is for, with the numbers of tokenizer.ggml.token_type (llama.h, enum llama_token_type).</summary>
enum TokenKind
{
    Normal = 1,
    Unknown = 2,
    Control = 3,
    UserDefined = 4,
    Unused = 5,
    Byte = 6,
}
