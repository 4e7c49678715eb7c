"""Real conversations, played through the real API by real clients, and counted on both sides."""
