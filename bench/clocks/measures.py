"""What is measured of time-keeping: the table of it."""

from collections.abc import Callable

from bench.clocks.firing import firing, idle
from bench.clocks.keeping import keeping
from bench.clocks.pure import calendar, recomputing
from bench.clocks.site import Site
from bench.clocks.whatif import simulate
from bench.figures import Figure

MEASURES: dict[str, Callable[[Site], dict[str, Figure]]] = {
    "calendar": calendar,
    "recompute": recomputing,
    "keeping": keeping,
    "firing": firing,
    "idle": idle,
    "simulate": simulate,
}
