using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Outthink.Answers.Tests;

/// <summary>A small expression that can be written in several ways.</summary>
public abstract record Tree
{
    public sealed record Num(int Value) : Tree;

    public sealed record Var(char Name) : Tree;

    public sealed record Add(Tree Left, Tree Right) : Tree;

    public sealed record Mul(Tree Left, Tree Right) : Tree;

    public sealed record Over(Tree Top, int Bottom) : Tree;

    public sealed record Pow(Tree Radix, int Exponent) : Tree;

    public sealed record Sqrt(int Value) : Tree;

    public string Latex => this switch
    {
        Num n => n.Value < 0 ? string.Create(CultureInfo.InvariantCulture, $"({n.Value})") : n.Value.ToString(CultureInfo.InvariantCulture),
        Var v => v.Name.ToString(),
        Add a => $"\\left({a.Left.Latex} + {a.Right.Latex}\\right)",
        Mul m => $"{m.Left.Latex} \\cdot {m.Right.Latex}",
        Over o => string.Create(CultureInfo.InvariantCulture, $"\\frac{{{o.Top.Latex}}}{{{o.Bottom}}}"),
        Pow p => string.Create(CultureInfo.InvariantCulture, $"\\left({p.Radix.Latex}\\right)^{{{p.Exponent}}}"),
        Sqrt s => string.Create(CultureInfo.InvariantCulture, $"\\sqrt{{{s.Value}}}"),
        _ => throw new InvalidOperationException(),
    };

    /// <summary>The same in plain writing, operands of sums and products turned round.</summary>
    public string Plain => this switch
    {
        Num n => n.Value < 0 ? string.Create(CultureInfo.InvariantCulture, $"({n.Value})") : n.Value.ToString(CultureInfo.InvariantCulture),
        Var v => v.Name.ToString(),
        Add a => $"({a.Right.Plain}+{a.Left.Plain})",
        Mul m => $"{m.Right.Plain}*{m.Left.Plain}",
        Over o => string.Create(CultureInfo.InvariantCulture, $"(({o.Top.Plain})/{o.Bottom})"),
        Pow p => string.Create(CultureInfo.InvariantCulture, $"({p.Radix.Plain})^{p.Exponent}"),
        Sqrt s => string.Create(CultureInfo.InvariantCulture, $"sqrt({s.Value})"),
        _ => throw new InvalidOperationException(),
    };
}

/// <summary>Generators of expressions.</summary>
public static class Expressions
{
    static readonly Gen<Tree> Leaf = Gen.OneOf(
        Gen.Choose(-12, 30).Select(n => (Tree)new Tree.Num(n)),
        Gen.Elements('x', 'y', 'n').Select(c => (Tree)new Tree.Var(c)),
        Gen.Choose(2, 12).Select(n => (Tree)new Tree.Sqrt(n)));

    static Gen<Tree> Of(int size) => size <= 0 ? Leaf : Gen.OneOf(
        Leaf,
        Of(size / 2).Two().Select(p => (Tree)new Tree.Add(p.Item1, p.Item2)),
        Of(size / 2).Two().Select(p => (Tree)new Tree.Mul(p.Item1, p.Item2)),
        Of(size / 2).SelectMany(t => Gen.Choose(2, 9).Select(n => (Tree)new Tree.Over(t, n))),
        Of(size / 2).SelectMany(t => Gen.Choose(2, 3).Select(n => (Tree)new Tree.Pow(t, n))));

    public static Arbitrary<Tree> Trees() => Arb.From(Gen.Choose(0, 6).SelectMany(Of));
}
