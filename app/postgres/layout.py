"""What lies in a data folder, where such a folder is, and how files are kept in it."""

import os
import socket
import tempfile
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from app.postgres.account import Account, blocked_at
from app.postgres.errors import EmbeddedPostgresError


@dataclass(frozen=True)
class Layout:
    """The names inside a data folder. `cluster` appears by a rename, so it is complete whenever it exists."""

    root: Path

    @property
    def cluster(self) -> Path:
        """The data of Postgres; owned by the account that runs the server."""
        return self.root / "cluster"

    @property
    def partial(self) -> Path:
        """A cluster in the making; a leftover one is worthless."""
        return self.root / "cluster.partial"

    @property
    def password(self) -> Path:
        """The secret of the role that the desk connects as."""
        return self.root / "password"

    @property
    def admin_password(self) -> Path:
        """The secret of the superuser, for people; the desk itself does not use it."""
        return self.root / "admin-password"

    @property
    def port(self) -> Path:
        """The port of the last start, tried first at the next."""
        return self.root / "port"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.root / "server.log"

    @property
    def binaries(self) -> Path:
        """Copies of programs that the server's account could not reach where they are."""
        return self.root / "binaries"

    @property
    def start_lock(self) -> Path:
        """Held while starting or stopping."""
        return self.root / "start.lock"

    @property
    def users_lock(self) -> Path:
        """Shared by everybody who uses the server."""
        return self.root / "users.lock"

    @property
    def server_lock(self) -> Path:
        """Inherited and held by every server process: free means that none is left, whatever the pid file says."""
        return self.root / "server.lock"


def default_data_dir() -> Path:
    """Where the desk keeps data unless told otherwise: the user's data folder, for root /var/lib/otklik.

    Root's own home is closed to the unprivileged user that must run Postgres.
    """
    return Path("/var/lib/otklik") if os.geteuid() == 0 else platformdirs.user_data_path("otklik")


def prepare(layout: Layout, account: Account) -> None:
    """Make the data folder. Opens only folders that it makes, or an empty one of ours, for passing through."""
    root = layout.root
    made: list[Path] = []
    try:
        for folder in [*reversed(root.parents), root]:
            if not folder.exists():
                folder.mkdir(mode=0o700, exist_ok=True)
                made.append(folder)
        if root not in made and not any(root.iterdir()) and root.stat().st_uid == os.geteuid():
            made.append(root)
        for folder in made if account.drops else []:
            folder.chmod(0o711)
    except OSError as error:
        msg = f"The data folder {root} cannot be made or read ({error.strerror}): set OTKLIK_DATA_DIR to another one."
        raise EmbeddedPostgresError(msg) from error
    if not os.access(root, os.W_OK | os.X_OK):
        msg = f"The data folder {root} is not writable for us: change its owner, or set OTKLIK_DATA_DIR."
        raise EmbeddedPostgresError(msg)
    if closed := blocked_at(root, account):
        msg = (
            f"Postgres runs as {account.name}, who may not pass through {closed}. Set OTKLIK_DATA_DIR to a folder that "
            f"this user can reach, such as /var/lib/otklik, or run as the owner of {closed}."
        )
        raise EmbeddedPostgresError(msg)


def made_by(layout: Layout) -> int | None:
    """The major version that made the cluster; None when there is none yet."""
    if not layout.cluster.exists():
        return None
    try:
        return int((layout.cluster / "PG_VERSION").read_text())
    except (OSError, ValueError) as error:
        msg = f"{layout.cluster} is damaged (no readable PG_VERSION): restore it from a backup, or move it away."
        raise EmbeddedPostgresError(msg) from error


def stored_port(layout: Layout) -> int | None:
    """The port of the last start; None when unknown."""
    try:
        return int(layout.port.read_text())
    except (FileNotFoundError, ValueError):
        return None


def read_password(layout: Layout) -> str:
    """The secret of the desk's role."""
    try:
        return layout.password.read_text()
    except OSError as error:
        msg = f"{layout.password} cannot be read ({error.strerror}); without it nobody may enter: restore this file."
        raise EmbeddedPostgresError(msg) from error


def write_private(path: Path, text: str) -> None:
    """Replace `path` by `text` for the owner's eyes only, in one step that survives a crash."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)
    sync_folder(path.parent)


def free_port(wanted: int | None) -> int:
    """`wanted` when nobody listens there, else any free port of the loopback address."""
    for port in [wanted, 0] if wanted else [0]:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    msg = "No free port on 127.0.0.1."
    raise EmbeddedPostgresError(msg)


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` survive a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
