"""Token buckets: how often a peer may do something. Pure; whoever asks says what time it is."""


class Pace:
    """`per_second` in the long run, and `burst` at once. Times are monotonic seconds."""

    __slots__ = ("_at", "_burst", "_empty_since", "_per_second", "_tokens")

    def __init__(self, per_second: float, burst: float, now: float) -> None:
        self._per_second = per_second
        self._burst = burst
        self._tokens = burst
        self._at = now
        self._empty_since: float | None = None

    def _refill(self, now: float) -> None:
        # A clock that stands still, or went back, brings nothing.
        gained = max(0.0, now - self._at) * self._per_second
        self._at = max(self._at, now)
        self._tokens = min(self._burst, self._tokens + gained)
        # Half a second's worth: a process that overslept is not a peer that has calmed down.
        if self._tokens >= min(self._burst, max(1.0, self._per_second / 2)):
            self._empty_since = None

    def allow(self, now: float) -> bool:
        """Take a token if there is one; whether there was."""
        self._refill(now)
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    def take(self, now: float) -> float:
        """Take a token in any case; the seconds to wait until it is there (0: it was)."""
        self._refill(now)
        self._tokens -= 1
        if self._tokens >= 0:
            return 0.0
        if self._empty_since is None:
            self._empty_since = now
        return -self._tokens / self._per_second

    def empty_for(self, now: float) -> float:
        """For how many seconds `take` has found nothing but an empty bucket."""
        return 0.0 if self._empty_since is None else max(0.0, now - self._empty_since)
