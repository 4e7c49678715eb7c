"""The operating-system account that the server runs as, and what that account can reach."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.postgres.errors import EmbeddedPostgresError

# Postgres refuses to run as root; the first of these that exists runs it instead.
UNPRIVILEGED = ("otklik", "postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """`drops` is true when we are root and the server must run as somebody else."""

    name: str
    uid: int
    gid: int
    drops: bool


def server_account(cluster: Path) -> Account:
    """Who runs the server of `cluster`: its owner when it exists, else ourselves, or for root an unprivileged user.

    Raises EmbeddedPostgresError when the cluster belongs to somebody that we may not become.
    """
    owner = cluster.stat() if cluster.exists() else None
    me = os.geteuid()
    if me != 0:
        if owner is not None and owner.st_uid != me:
            msg = f"{cluster} belongs to {_name(owner.st_uid)}; run as that user or as root, or choose another folder."
            raise EmbeddedPostgresError(msg)
        return Account(_name(me), me, os.getegid(), drops=False)
    if owner is not None:
        if owner.st_uid == 0:
            msg = f"{cluster} belongs to root, as whom Postgres refuses to run: chown -R it to an unprivileged user."
            raise EmbeddedPostgresError(msg)
        return Account(_name(owner.st_uid), owner.st_uid, owner.st_gid, drops=True)
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid, drops=True)
    msg = "Postgres refuses to run as root and none of these users exists: " + ", ".join(UNPRIVILEGED)
    raise EmbeddedPostgresError(f"{msg}. Create one (useradd --system otklik) or run as another user.")


def become(account: Account) -> dict[str, Any]:
    """Arguments for `subprocess` that make the child run as `account`, without any of root's groups."""
    return {"user": account.uid, "group": account.gid, "extra_groups": []} if account.drops else {}


def blocked_at(path: Path, account: Account) -> Path | None:
    """The outermost folder on the way to `path` (itself included, if a folder) that the account may not pass."""
    real = path.resolve()
    for folder in [*reversed(real.parents), real]:
        if folder.is_dir() and not _may_pass(folder, account):
            return folder
    return None


def _may_pass(folder: Path, account: Account) -> bool:
    if not account.drops:
        return os.access(folder, os.X_OK)
    state = folder.stat()
    if state.st_uid == account.uid:
        return bool(state.st_mode & stat.S_IXUSR)
    if state.st_gid == account.gid:
        return bool(state.st_mode & stat.S_IXGRP)
    return bool(state.st_mode & stat.S_IXOTH)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"
