"""What is measured of routing: the table of it."""

from collections.abc import Callable

from bench.figures import Figure
from bench.routing.deciding import decision, growth
from bench.routing.handing import handing
from bench.routing.site import Site
from bench.routing.throughput import throughput

MEASURES: dict[str, Callable[[Site], dict[str, Figure]]] = {
    "decision": decision,
    "throughput": throughput,
    "handing": handing,
    "growth": growth,
}
