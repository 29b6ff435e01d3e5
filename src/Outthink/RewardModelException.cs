namespace Outthink;

/// <summary>A reward model's result cannot be used; searching on with a made-up score would hide the fault.</summary>
public class RewardModelException(string message) : Exception(message);
