"""The desk as `otklik serve` in a process of its own: its log and its memory can be looked at from outside."""

import os
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests import nursery
from tests.conftest import SECRET, Desk, free_port

START_SECONDS = 40


@dataclass(frozen=True)
class Standalone:
    """The process. `desk` reaches it over HTTP and sockets only."""

    desk: Desk
    pid: int
    log: Path

    def complaints(self) -> list[str]:
        """Lines of its log that speak of an error of its own."""
        bad = re.compile(r'Traceback|"level": ?"(error|critical)"|Fatal error|Exception in|never (retrieved|awaited)')
        return [line for line in self.log.read_text(errors="replace").splitlines() if bad.search(line)]

    def forget_peak(self) -> None:
        """Count the peak of its memory from now on (Linux)."""
        Path(f"/proc/{self.pid}/clear_refs").write_text("5")

    def peak(self) -> int:
        """Bytes of memory at the peak (Linux)."""
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{self.pid}/status").read_text())
        assert found is not None
        return int(found[1]) * 1024


@contextmanager
def standalone(desk: Desk, database_url: str) -> Iterator[Standalone]:
    """One more process on the database of `desk`."""
    port = free_port()
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("OTKLIK_")},
        "OTKLIK_DATABASE_URL": database_url,
        "OTKLIK_SECRET": SECRET,
        "OTKLIK_WORKER_INSIDE": "false",
        "OTKLIK_LOG_LEVEL": "warning",
        "OTKLIK_DRAIN_SECONDS": "0",
        "OTKLIK_ACTOR_CACHE_SECONDS": "0",
    }
    with tempfile.TemporaryDirectory(prefix="otklik-alone-") as folder:
        log = Path(folder) / "log"
        with log.open("wb") as out:
            process = nursery.otklik("serve", "--port", str(port), environment=environment, out=out)
        try:
            url = f"http://127.0.0.1:{port}"
            end = time.monotonic() + START_SECONDS
            while True:
                with suppress(httpx.HTTPError):
                    if httpx.get(f"{url}/readyz", trust_env=False, verify=False).is_success:  # noqa: S501 - loopback
                        break
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < end, log.read_text()
                time.sleep(0.1)
            yield Standalone(Desk(desk.app, url, desk.database), process.pid, log)
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
