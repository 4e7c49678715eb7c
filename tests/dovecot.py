"""A real IMAP server for tests: dovecot, as a process of its own on a loopback port, its mailboxes in a folder."""

import getpass
import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PASSWORD = "imap-secret"
_PROGRAM = shutil.which("dovecot") or next((each for each in ("/usr/sbin/dovecot",) if Path(each).exists()), None)
_NUMBER = iter(range(10**9))


def missing() -> str | None:
    """Why it cannot run here."""
    if _PROGRAM is None:
        return "dovecot is not installed (Debian: apt install dovecot-imapd)"
    return None


class Dovecot:
    """The server and its mailboxes: anybody may log in with the one password."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self.log = folder / "dovecot.log"
        # Mails belong to nobody in particular; the server does not serve root's.
        self._owner = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
        self._process: subprocess.Popen[bytes] | None = None
        (folder / "mail").mkdir()
        os.chown(folder / "mail", self._owner.pw_uid, self._owner.pw_gid)
        self._configuration = folder / "dovecot.conf"
        self._configuration.write_text(self._settings())

    def start(self) -> None:
        """Start, and wait until it answers."""
        self._process = subprocess.Popen(
            [str(_PROGRAM), "-F", "-c", str(self._configuration)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(500):
            with socket.socket() as probe:
                probe.settimeout(1)
                if probe.connect_ex(("127.0.0.1", self.port)) == 0 and probe.recv(4) == b"* OK":
                    return
            assert self._process.poll() is None, self.log.read_text()
            time.sleep(0.02)
        pytest.fail(f"dovecot does not answer: {self.log.read_text()}")

    def stop(self) -> None:
        """Stop: everybody who is logged in is cut off."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def put(self, user: str, raw: bytes, *, arrived: float | None = None, times: int = 1, size: int = 0) -> None:
        """Deliver a mail into the INBOX, as a mail server does; `arrived` is in seconds since 1970, `size` fills it."""
        box = self.maildir(user)
        first: Path | None = None
        for _ in range(times):
            name = f"{1_700_000_000 + next(_NUMBER)}.M{next(_NUMBER)}.test"
            made = box / "tmp" / name
            if first is None:
                made.write_bytes(raw)
                os.chown(made, self._owner.pw_uid, self._owner.pw_gid)
                if size:
                    os.truncate(made, size)
                if arrived is not None:
                    os.utime(made, (arrived, arrived))
                first = box / "new" / name
                made.rename(first)
            else:
                # Many names of one file cost little.
                os.link(first, box / "cur" / f"{name}:2,")

    def left(self, user: str) -> bool:
        """Whether nobody is logged in any more."""
        said = self.log.read_text()
        return said.count(f"Login: user=<{user}>") == said.count(f"imap({user})")

    def renumber(self, user: str) -> None:
        """Give every mail a new uid, as servers do that have lost their index. Everybody must have left."""
        box = self.maildir(user)
        for each in box.glob("dovecot*"):
            each.unlink()
        (box / "dovecot-uidlist").write_text(f"3 V{int(time.time()) + 10_000} N1 G{'a1' * 16}\n")
        os.chown(box / "dovecot-uidlist", self._owner.pw_uid, self._owner.pw_gid)

    def flags(self, user: str) -> set[str]:
        """The flags of all mails in the INBOX."""
        return {each.name.rpartition("2,")[2] for each in (self.maildir(user) / "cur").iterdir() if "2," in each.name}

    def count(self, user: str) -> int:
        """Mails in the INBOX."""
        return sum(1 for folder in ("cur", "new") for _ in (self.maildir(user) / folder).iterdir())

    def maildir(self, user: str) -> Path:
        """The mailbox of a user."""
        box = self.folder / "mail" / user / "Maildir"
        if not box.exists():
            for each in (box.parent, box, *(box / name for name in ("tmp", "new", "cur"))):
                each.mkdir()
                os.chown(each, self._owner.pw_uid, self._owner.pw_gid)
        return box

    def _settings(self) -> str:
        root = os.getuid() == 0
        name = getpass.getuser() if not root else ""
        users = "" if root else f"default_internal_user = {name}\ndefault_login_user = {name}\n"
        group = "" if root else f"default_internal_group = {self._group()}\n"
        return f"""
base_dir = {self.folder}/run
state_dir = {self.folder}/state
instance_name = tests
{users}{group}log_path = {self.log}
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0
auth_mechanisms = plain login
first_valid_uid = 1
mail_location = maildir:~/Maildir
mail_max_userip_connections = 100
mailbox_idle_check_interval = 1 secs
shutdown_clients = yes
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={self._owner.pw_uid} gid={self._owner.pw_gid} home={self.folder}/mail/%u allow_all_users=yes
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {self.port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""

    def _group(self) -> str:
        import grp  # noqa: PLC0415 - only where nobody is root

        return grp.getgrgid(os.getgid()).gr_name


@contextmanager
def running(folder: Path) -> Iterator[Dovecot]:
    """A server that runs. The folder is one that other users may look into."""
    made = Dovecot(folder)
    made.start()
    try:
        yield made
    finally:
        made.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
