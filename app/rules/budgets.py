"""A budget of steps: what somebody else wrote and we evaluate ends after so many of them, whatever it is."""


class OverBudgetError(Exception):
    """More steps were wanted than there are."""


class Budget:
    """Steps that are left. A step is about a microsecond of work; counting is cheaper than a clock and never flaky."""

    __slots__ = ("left",)

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self, steps: int = 1) -> None:
        """Take steps. Raises `OverBudgetError`."""
        self.left -= steps
        if self.left < 0:
            raise OverBudgetError
