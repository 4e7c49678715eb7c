"""`python -m bench.simulation`: the simulation beside Erlang's formulas over all seeds, as a table in Markdown."""

import argparse
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from statistics import fmean

from bench.simulation.closed_forms import CASES, SEEDS, Case, Run, run

_NAMES = {"waits": "share that waits", "mean_wait": "mean wait, s", "abandons": "share that gives up"}


def main() -> None:
    """Run every case with every seed."""
    parser = argparse.ArgumentParser(prog="python -m bench.simulation", description=__doc__)
    parser.add_argument("--seeds", nargs="+", type=int, default=SEEDS)
    parser.add_argument("--processes", type=int, default=1, help="at once")
    given = parser.parse_args()
    print("| agents | load | patience | customers | what | exact | simulated | 95 % | errors of the seeds |")
    print("|---:|---:|---:|---:|---|---:|---:|---:|---:|")
    with ProcessPoolExecutor(given.processes) as processes:
        worst = 0.0
        for case in CASES:
            runs = list(processes.map(run, repeat(case), given.seeds))
            worst = max(worst, *(abs(error) for each in runs for error in each.errors().values()))
            for name in runs[0].estimates:
                print(_row(case, name, runs), flush=True)
    print(f"\nWorst error of any seed: {worst:.2%}")


def _row(case: Case, name: str, runs: list[Run]) -> str:
    exact, estimates = getattr(case.exact(), name), [each.estimates[name] for each in runs]
    errors = [each.errors()[name] for each in runs]
    # Of independent runs the squares of the half-widths add up.
    half_width = sum(each.half_width**2 for each in estimates) ** 0.5 / len(estimates)
    cells = (
        f"{case.servers}",
        f"{case.load:g}",
        "" if case.patience is None else f"{case.patience:g} s",
        f"{len(runs)} x {case.customers:,}",
        _NAMES[name],
        f"{exact:.4g}",
        f"{fmean(each.mean for each in estimates):.4g}",
        f"± {half_width / exact:.2%}",
        f"{min(errors):+.2%} to {max(errors):+.2%}",
    )
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
