"""How a complete cluster gets into a data folder: all of it or nothing."""

import os
import re
import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path

from app.postgres.account import Account, become
from app.postgres.errors import EmbeddedPostgresError
from app.postgres.layout import Layout, sync_folder, write_private

ADMIN = "postgres"
ROLE = "otklik"
DATABASE = "otklik"
# Sorting by code point. Only LC_CTYPE counts for trigrams: with C they would silently be empty for Cyrillic.
LOCALES = (
    ("--locale=C.UTF-8",),
    ("--locale=C", "--lc-ctype=C.utf8"),
    ("--locale=C", "--lc-ctype=en_US.UTF-8"),
    ("--locale=C", "--lc-ctype=ru_RU.UTF-8"),
)
INITDB_SECONDS = 300


def create(layout: Layout, binaries: Path, account: Account, *, server_lock: int) -> None:
    """Make the cluster with its role, database and password; `server_lock` is inherited by the programs.

    Raises EmbeddedPostgresError with what the programs said. A half-made cluster of an earlier try is thrown away.
    """
    if not layout.password.exists():
        write_private(layout.password, secrets.token_hex(24))
    if not layout.admin_password.exists():
        write_private(layout.admin_password, secrets.token_hex(24))
    said = ""
    for locale in LOCALES:
        if layout.partial.exists():
            shutil.rmtree(layout.partial)
        layout.partial.mkdir(mode=0o700)
        if account.drops:
            os.chown(layout.partial, account.uid, account.gid)
        said = _initdb(layout, binaries, account, locale, server_lock)
        if "invalid locale" not in said:
            break
    else:
        msg = f"No UTF-8 locale on this machine (initdb: {said.strip()}): install one, such as C.UTF-8."
        raise EmbeddedPostgresError(msg)
    _bootstrap(layout, binaries, account, server_lock)
    layout.partial.rename(layout.cluster)
    sync_folder(layout.root)


def environment(**extra: str) -> dict[str, str]:
    """What server programs see: none of the PG* variables of the caller, English messages, UTC."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | {"LC_ALL": "C", "TZ": "UTC"} | extra


def _initdb(layout: Layout, binaries: Path, account: Account, locale: tuple[str, ...], server_lock: int) -> str:
    with tempfile.NamedTemporaryFile("w", dir=layout.root, prefix="initdb-") as secret:
        secret.write(layout.admin_password.read_text())
        secret.flush()
        if account.drops:
            os.fchown(secret.fileno(), account.uid, account.gid)
        code, said = _run(
            [
                binaries / "initdb",
                *("-D", layout.partial, "-U", ADMIN, f"--pwfile={secret.name}", "--auth=scram-sha-256"),
                *("--encoding=UTF8", *locale, "--lc-messages=C", "--data-checksums", "--no-instructions"),
            ],
            account,
            server_lock,
        )
    if code and "invalid locale" not in said:
        msg = f"initdb could not make {layout.partial} as {account.name}:\n{said.strip()}"
        raise EmbeddedPostgresError(msg)
    return said if code else ""


def _bootstrap(layout: Layout, binaries: Path, account: Account, server_lock: int) -> None:
    # One statement a line. The desk's role is no superuser: a hole in the desk must not become a shell.
    statements = [
        f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{layout.password.read_text()}'",
        f"GRANT pg_monitor TO {ROLE}",
        f"CREATE DATABASE {DATABASE} OWNER {ROLE}",
        "CREATE EXTENSION pg_trgm",
        "SELECT cardinality(show_trgm('жалоба')) AS trigrams",
    ]
    quiet = [f"-c{name}" for name in ("exit_on_error=on", "log_min_error_statement=panic", "log_checkpoints=off")]
    command: list[str | Path] = [binaries / "postgres", "--single", "-D", layout.partial, *quiet, ADMIN]
    code, said = _run(command, account, server_lock, given="\n".join(statements) + "\n")
    trigrams = re.search(r'trigrams = "(\d+)"', said)
    if code or trigrams is None:
        msg = f"The new cluster could not be set up as {account.name}:\n{said.strip()}"
        raise EmbeddedPostgresError(msg)
    if not int(trigrams[1]):
        msg = "Trigrams of Cyrillic text are empty, so search would find nothing: install the C.UTF-8 locale."
        raise EmbeddedPostgresError(msg)


def _run(command: list[str | Path], account: Account, inherited: int, given: str = "") -> tuple[int, str]:
    """Exit code and everything the program said, run as `account`."""
    try:
        done = subprocess.run(  # noqa: S603 - our own programs, no shell
            command,
            input=given.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=INITDB_SECONDS,
            env=environment(),
            cwd="/",
            umask=0o077,
            pass_fds=(inherited,),
            **become(account),
        )
    except (OSError, subprocess.SubprocessError) as error:
        msg = f"{command[0]} cannot be run as {account.name}: {error}"
        raise EmbeddedPostgresError(msg) from error
    return done.returncode, done.stdout.decode(errors="replace")
