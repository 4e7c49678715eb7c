"""Queues of calls and chats in closed form: Erlang's formulas for loss, for waiting, and for customers who give up.

Customers come as a Poisson process of rate `arrivals`, are served for exponential times of mean `handling` by `servers`
alike, first come first served. Rates are per second, times in seconds; `load` is `arrivals * handling`, in erlangs.

- Erlang B: A. K. Erlang, Solution of some problems in the theory of probabilities of significance in automatic
  telephone exchanges (1917). The recursion is in R. B. Cooper, Introduction to Queueing Theory (1981), chapter 3.
- Erlang C: the same; the waits in Cooper, chapter 3.
- Erlang A (M/M/n+M): C. Palm, Research on telephone traffic carried by full availability groups (1957); O. Garnett,
  A. Mandelbaum and M. Reiman, Designing a call center with impatient customers (2002); in the form used here
  A. Mandelbaum and S. Zeltyn, The Palm/Erlang-A queue, with applications to call centers (2005).
"""

from dataclasses import dataclass
from math import exp, expm1, inf, log, log1p

# A sum is scaled down before it overflows, and ends when what is left would not change it.
_HUGE = 1e200
_TINY = 1e-17


@dataclass(frozen=True, slots=True)
class Queueing:
    """How a queue does in the long run. Out of balance (`load >= servers`, nobody gives up) all wait for ever.

    `waits` is the share of customers who do not find a free server, `mean_wait` the mean seconds of all customers,
    those who were not kept waiting and those who gave up included, `abandons` the share who give up, `occupancy` the
    share of the servers' time in use.
    """

    servers: int
    load: float
    waits: float
    mean_wait: float
    abandons: float
    occupancy: float


def erlang_b(servers: int, load: float) -> float:
    """The share of calls lost when nobody can wait. Raises ValueError for negative numbers.

    By a recursion of sums and products of positive numbers, which keeps its precision for thousands of servers.
    """
    if servers < 0 or load < 0:
        raise ValueError("Neither servers nor load are less than nothing.")
    blocked = 1.0
    for n in range(1, servers + 1):
        blocked = load * blocked / (n + load * blocked)
    return blocked


def _log_inverse_b(servers: int, load: float) -> float:
    """-log(B), also of a share that is too small for a number."""
    inverse, one, scale = 1.0, 1.0, 0.0
    for n in range(1, servers + 1):
        inverse = one + inverse * n / load
        if inverse > _HUGE:
            inverse, one, scale = inverse / _HUGE, one / _HUGE, scale + log(_HUGE)
    return scale + log(inverse)


def erlang_c(servers: int, arrivals: float, handling: float) -> Queueing:
    """Everybody waits as long as it takes (M/M/n). Raises ValueError for negative numbers and for no servers."""
    load = arrivals * handling
    waits = _erlang_c(servers, load)
    if load >= servers:
        return Queueing(servers, load, 1.0, inf, 0.0, 1.0)
    return Queueing(servers, load, waits, waits * handling / (servers - load), 0.0, load / servers)


def erlang_c_within(servers: int, arrivals: float, handling: float, seconds: float) -> float:
    """The share of customers who wait at most so many seconds, everybody as long as it takes."""
    load = arrivals * handling
    if load >= servers:
        return 0.0
    return 1.0 if not load else 1 - _erlang_c(servers, load) * exp(-(servers - load) * seconds / handling)


def _erlang_c(servers: int, load: float) -> float:
    if servers < 1:
        raise ValueError("Somebody has to serve.")
    blocked = erlang_b(servers, load)
    return 1.0 if load >= servers else servers * blocked / (servers - load * (1 - blocked))


def erlang_a(servers: int, arrivals: float, handling: float, patience: float) -> Queueing:
    """Whoever waits gives up after an exponential time of mean `patience` (M/M/n+M). Raises like `erlang_c`."""
    load = arrivals * handling
    if load <= 0:
        return erlang_c(servers, arrivals, handling)
    queue = _Palm(servers, arrivals, handling, patience)
    abandons = queue.abandons
    # Those who wait give up at the rate 1 / patience: by Little's law the share that does is the mean wait over it.
    occupancy = min(1.0, load * (1 - abandons) / servers)
    return Queueing(servers, load, queue.longer(0), abandons * patience, abandons, occupancy)


def erlang_a_within(servers: int, arrivals: float, handling: float, patience: float, seconds: float) -> float:
    """The share served within so many seconds, of all but those who gave up before they had waited so long.

    Counted as promises of a wait are: who gives up in time is neither kept waiting nor served.
    """
    if arrivals * handling <= 0:
        return erlang_c_within(servers, arrivals, handling, seconds)
    queue = _Palm(servers, arrivals, handling, patience)
    longer = queue.longer(seconds) * exp(-seconds / patience)
    served = queue.served_within(seconds)
    return served / (served + longer)


class _Palm:
    """The wait that a customer of endless patience would have (Mandelbaum and Zeltyn, section 4): V.

    Its density beyond 0 is proportional to g(x) = exp(arrivals * H(x) - x * servers / handling), with H(x) = patience *
    (1 - exp(-x / patience)). The integral of g from t on, J(t), is g(t) * patience * S with u = arrivals * patience *
    exp(-t / patience), a = servers * patience / handling and S = sum of u^k / (a (a + 1) ... (a + k)) from k = 0: an
    incomplete gamma function as a series of positive terms. Logarithms, because those of a crowd overflow.
    """

    def __init__(self, servers: int, arrivals: float, handling: float, patience: float) -> None:
        if servers < 1:
            raise ValueError("Somebody has to serve.")
        if patience <= 0:
            raise ValueError("Patience is more than 0 seconds.")
        self._arrivals, self._patience = arrivals, patience
        self._rate = servers / handling
        # How likely it is that somebody is free, and that anything at all is so, both over how likely it is that just
        # one is free: logarithms of the paper's epsilon, and of epsilon + arrivals * J(0).
        self._free = _log_inverse_b(servers - 1, arrivals * handling)
        self._all = _log_add(self._free, log(arrivals) + self._log_j(0))

    def longer(self, seconds: float) -> float:
        """P(V > t)."""
        return exp(log(self._arrivals) + self._log_j(seconds) - self._all)

    @property
    def abandons(self) -> float:
        """P(V > patience), by a series of its own: in the paper's 1 + (arrivals - rate) * J(0) digits cancel."""
        a, u = self._rate * self._patience, self._arrivals * self._patience
        return exp(_log_series(a, u, rising=True) - self._all)

    def served_within(self, seconds: float) -> float:
        """P(V <= t and V < patience).

        Beyond 0 it is the integral of arrivals * exp(-x / patience) * g(x): g(t) - g(0) + rate * (J(0) - J(t)).
        """
        at_once = exp(self._free - self._all)
        waited = exp(self._log_g(seconds) - self._all) - exp(-self._all)
        waited += self._rate * (self.longer(0) - self.longer(seconds)) / self._arrivals
        return at_once + max(0.0, waited)

    def _log_g(self, seconds: float) -> float:
        return -self._arrivals * self._patience * expm1(-seconds / self._patience) - self._rate * seconds

    def _log_j(self, seconds: float) -> float:
        u = self._arrivals * self._patience * exp(-seconds / self._patience)
        return self._log_g(seconds) + log(self._patience) + _log_series(self._rate * self._patience, u, rising=False)


def _log_series(a: float, u: float, *, rising: bool) -> float:
    """The logarithm of the sum of u^k / (a (a + 1) ... (a + k)), or of (k + 1) u^(k + 1) / (a (a + 1) ... (a + k + 1)).

    Both from k = 0. The second one, `rising`, is u times the difference of the first one at a and at a + 1.
    """
    term, scale, total, k = 1 / a, 0.0, 0.0, 0
    while True:
        added = term * u * (k + 1) / (a + k + 1) if rising else term
        total += added
        k += 1
        term *= u / (a + k)
        # Terms rise first and then fall, faster and faster: so small a one is on the way down.
        if added <= total * _TINY:
            return scale + log(total)
        if total > _HUGE:
            term, total, scale = term / _HUGE, total / _HUGE, scale + log(_HUGE)


def _log_add(a: float, b: float) -> float:
    return max(a, b) + log1p(exp(-abs(a - b)))
