namespace Outthink;

/// <summary>Port: the model that proposes reasoning steps. Thread-safe; many problems are open at once.</summary>
public abstract class Policy
{
    public abstract string Name { get; }

    /// <summary>Opens a problem: lays out the prompt. Everything the port holds for the problem is freed by disposing the scope.</summary>
    /// <exception cref="ProblemRejectedException">The problem cannot be asked: empty, or longer than the model's context.</exception>
    public abstract PolicyScope Open(Problem problem);
}
