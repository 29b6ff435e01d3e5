namespace Outthink.Engine.Scheduling;

/// <summary>What is to be done with a row's last state.</summary>
[Flags]
internal enum Wants : byte
{
    Nothing = 0,
    Logits = 1,
    KeepHidden = 2,
    Head = 4,
}
