"""Where a run happens: Postgres, a folder for data and logs, what desks are told, and who loads them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.processes import BrokenError, Load, Server, cpu_seconds, cpu_seconds_of_children, serving


@dataclass(frozen=True, slots=True)
class Place:
    """Where it runs: Postgres (`url` of any database), a folder for logs, what desks are told, who loads them."""

    url: str
    folder: Path
    environment: dict[str, str]
    load: Load
    postmaster: int

    @contextmanager
    def desk(self, name: str, database: str) -> Iterator[Server]:
        """A desk's process of its own on this database. Raises `BrokenError` when it has written of an error."""
        environment, log = {**self.environment, "OTKLIK_DATABASE_URL": database}, self.folder / "desks.log"
        read = log.stat().st_size if log.exists() else 0
        with serving(f"desk {name}", ["app.cli", "serve"], log, **environment) as server:
            yield server
        # A loop that fails and pauses would look like one that costs little.
        found = next((line for line in log.read_bytes()[read:].splitlines() if b'"level": "error"' in line), None)
        if found is not None:
            msg = f"desk {name} is not well: {found[-1_500:].decode(errors='replace')}"
            raise BrokenError(msg)

    def cpu(self, desk: Server) -> tuple[float, float]:
        """CPU seconds that a desk and all of Postgres have used."""
        return cpu_seconds(desk.pid), self.cpu_of_postgres()

    def cpu_of_postgres(self) -> float:
        """CPU seconds that all of Postgres has used."""
        return cpu_seconds_of_children(self.postmaster)
