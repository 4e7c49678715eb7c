"""`python -m bench`: measure the desk beside its floors (`--help` says what can be chosen)."""

import argparse
from dataclasses import replace
from pathlib import Path

from bench.run import DEFAULT, GROUPS, NAMES, QUICK, main
from bench.scenarios import SCENARIOS


def run() -> None:
    """Parse, and measure."""
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Measure the desk beside its floors, in one run."
    )
    parser.add_argument("--quick", action="store_true", help="a short look: small tables, one round")
    parser.add_argument("--rounds", type=int, help="floor and desk in turn, this many times")
    parser.add_argument("--seconds", type=float, help="of each job")
    parser.add_argument("--tickets", type=int, help="in the large desk")
    names = list(dict.fromkeys([*(each.name for each in SCENARIOS), *GROUPS, *NAMES]))
    parser.add_argument(
        "--only", nargs="+", default=[], choices=names, help="these paths, measures and groups of measures"
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the loaded desks there, for the next run")
    parser.add_argument("--results", type=Path, metavar="FILE", help="where the figures go (bench/results.json)")
    given = parser.parse_args()
    plan = QUICK if given.quick else DEFAULT
    wanted = {"rounds": given.rounds, "seconds": given.seconds, "large": given.tickets, "results": given.results}
    main(
        replace(
            plan,
            only=tuple(given.only),
            keep=given.keep.absolute() if given.keep else None,
            **{name: value for name, value in wanted.items() if value is not None},
        )
    )


if __name__ == "__main__":
    run()
