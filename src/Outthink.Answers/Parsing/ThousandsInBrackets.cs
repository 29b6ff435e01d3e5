namespace Outthink.Answers.Parsing;

/// <summary>
/// Inside brackets a comma separates, so (1,234) is a pair; only where other commas of the same brackets have a blank
/// after them does a comma without one group digits: (1,234, 5,678). The braces of a text command are no such brackets.
/// </summary>
internal static class ThousandsInBrackets
{
    public static void Split(List<Token> tokens)
    {
        Stack<int> open = new();
        for (int i = 0; i < tokens.Count; i++)
        {
            Token token = tokens[i];
            if (token.Kind == TokenKind.Sign && token.Text is "(" or "[" or "{" or "\\{") open.Push(i);
            else if (token.Kind == TokenKind.Sign && token.Text is ")" or "]" or "}" or "\\}") open.TryPop(out _);
            else if (token.Grouped && open.TryPeek(out int start) && !tokens[start].Upright && !token.Text.Contains('.', StringComparison.Ordinal) && !HasSpacedComma(tokens, start))
            {
                List<Token> parts = [];
                int first = (token.Text.Length - 1) % 3 + 1;
                parts.Add(new Token(TokenKind.Number, token.Text[..first], token.Spaced));
                for (int at = first; at < token.Text.Length; at += 3)
                {
                    parts.Add(new Token(TokenKind.Sign, ","));
                    parts.Add(new Token(TokenKind.Number, token.Text[at..(at + 3)]));
                }
                tokens.RemoveAt(i);
                tokens.InsertRange(i, parts);
                i += parts.Count - 1;
            }
        }
    }

    static bool HasSpacedComma(List<Token> tokens, int start)
    {
        int depth = 0;
        for (int i = start; i < tokens.Count; i++)
        {
            if (tokens[i].Kind != TokenKind.Sign) continue;
            if (tokens[i].Text is "(" or "[" or "{" or "\\{") depth++;
            else if (tokens[i].Text is ")" or "]" or "}" or "\\}" && --depth == 0) return false;
            else if (depth == 1 && tokens[i].Text == "," && i + 1 < tokens.Count && tokens[i + 1].Spaced) return true;
        }
        return false;
    }
}
