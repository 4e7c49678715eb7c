"""What the network did to a client."""

from dataclasses import dataclass


@dataclass(slots=True)
class Counts:
    """Events that came again, events that came too early, and messages that were sent again."""

    repeated: int = 0
    gaps: int = 0
    resent: int = 0
