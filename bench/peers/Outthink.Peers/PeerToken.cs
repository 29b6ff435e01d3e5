namespace Outthink.Peers;

/// <summary>A token that llama.cpp chose: its log-probability, and the lead over the second in the same unit.</summary>
sealed record PeerToken(int Id, double LogProb, double Margin);
