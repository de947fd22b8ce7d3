"""Embedded PostgreSQL: one data folder, a unix socket and no port, three roles."""

import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psycopg2
from psycopg2 import sql

from . import binaries, prepared
from .child import Child, end_with_parent
from .orphans import MARK
from .problem import Problem
from .runas import RunAs, choose, starter_name
from .state import State

MAJOR = "18"
DATABASE = "sendplan"
_OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "80",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
_NEW = (
    *("--username=postgres", "--auth=peer", "--encoding=UTF8", "--locale=C"),
    *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"),
)
# In tests, a pooler that runs as another system user must reach the socket. The roles still need their passwords.
_THROW_AWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "checkpoint_timeout": "1d",
    "autovacuum": "off",
    "scram_iterations": "1",
    "unix_socket_permissions": "0777",
    "max_connections": "400",
}
_ROLES = {"owner": "LOGIN BYPASSRLS CREATEDB", "web": "LOGIN", "worker": "LOGIN"}


@dataclass(frozen=True)
class Postgres:
    """Embedded server of one state folder. `throw_away` is for tests: faster, but a crash may lose data."""

    state: State
    throw_away: bool = False

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.state.path / "postgres"

    @property
    def socket_folder(self) -> Path:
        """Folder of the unix socket."""
        return self.state.runtime / "postgres"

    def child(self) -> Child:
        """Server process. Creates the data folder if there is none.

        Raises Problem when the folder was made by another major version.
        """
        run_as = choose(self.data)
        programs = binaries.postgres(self.state.runtime, run_as)
        self._check_version()
        if not self.data.exists():
            self._initialise(programs, run_as)
        self.socket_folder.mkdir(exist_ok=True)
        self.socket_folder.chmod(0o711 if self.throw_away else 0o700)
        run_as.own(self.socket_folder)
        # The server's user may not enter the folders above (such as root's, 0700), so it gets the open folder.
        folder = os.open(self.data, os.O_RDONLY | os.O_DIRECTORY)
        options = _OPTIONS | (_THROW_AWAY if self.throw_away else {})
        arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        return Child(
            "postgres",
            [programs / "postgres", "-D", f"/proc/self/fd/{folder}", "-k", self.socket_folder, *arguments],
            env=self._env(),
            log=self.state.log("postgres"),
            ready=self._ready,
            identity=run_as.popen(),
            pass_fds=[folder],
            stop_signal=signal.SIGINT,
            stop_phase=2,
            patient=True,
        )

    def provide_roles(self) -> None:
        """Create missing roles and the database, and set the passwords of the roles."""
        passwords = self.state.secrets()
        connection = self._connect()
        connection.autocommit = True
        with connection.cursor() as cursor:
            for name, rights in _ROLES.items():
                role = f"app_{name}"
                cursor.execute("select 1 from pg_roles where rolname = %s", [role])
                verb = "ALTER" if cursor.fetchone() else "CREATE"
                statement = sql.SQL("{} ROLE {} {} PASSWORD {}").format(
                    sql.SQL(verb), sql.Identifier(role), sql.SQL(rights), sql.Literal(passwords[name])
                )
                cursor.execute(statement)
            cursor.execute("select 1 from pg_database where datname = %s", [DATABASE])
            if not cursor.fetchone():
                cursor.execute(sql.SQL("CREATE DATABASE {} OWNER app_owner").format(sql.Identifier(DATABASE)))
        connection.close()

    def url(self, name: str) -> str:
        """Database address for one role: `owner`, `web` or `worker`."""
        return f"postgres://app_{name}:{self.state.secrets()[name]}@/{self.socket_folder}/{DATABASE}"

    def _check_version(self) -> None:
        if not self.data.exists():
            return
        try:
            found = (self.data / "PG_VERSION").read_text().strip()
        except OSError:
            found = "an unknown version"
        if found != MAJOR:
            raise Problem(
                f"The database in {self.data} was made by PostgreSQL {found}; this is PostgreSQL {MAJOR}. "
                "Move it with pg_dump, or choose another folder with --state."
            )

    def _initialise(self, programs: Path, run_as: RunAs) -> None:
        """Create the data folder under another name, then rename it: an interrupted start leaves no partial folder."""
        unfinished = self.data.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        run_as.own(unfinished)
        folder = os.open(unfinished, os.O_RDONLY | os.O_DIRECTORY)
        made = subprocess.run(
            [programs / "initdb", "-D", f"/proc/self/fd/{folder}", *_NEW, *(["--no-sync"] * self.throw_away)],
            env=self._env(),
            cwd="/",
            pass_fds=[folder],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=end_with_parent(signal.SIGTERM),
            **run_as.popen(),
        )
        os.close(folder)
        if made.returncode:
            raise Problem(f"The database could not be made in {self.data}:\n{made.stdout.strip()}")
        self._write(
            unfinished / "pg_hba.conf",
            ["local all postgres peer map=admin", "local all all scram-sha-256"],
            run_as,
        )
        names = sorted({starter_name(), run_as.name})
        self._write(unfinished / "pg_ident.conf", [f'admin "{name}" postgres' for name in names], run_as)
        prepared.forget(self.state, database_is_new=True)
        unfinished.rename(self.data)

    def _write(self, path: Path, lines: list[str], run_as: RunAs) -> None:
        path.write_text("\n".join(lines) + "\n")
        run_as.own(path)

    def _env(self) -> dict[str, str]:
        return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", MARK: str(self.state.path)}

    def _ready(self, child: Child) -> bool:
        """Whether this server answers, and not an old one that is still stopping."""
        try:
            first_line = (self.data / "postmaster.pid").read_text().splitlines()[0]
            if int(first_line) != child.pid:
                return False
            self._connect().close()
        except (OSError, IndexError, ValueError, psycopg2.OperationalError):
            return False
        return True

    def _connect(self) -> "psycopg2.extensions.connection":
        return psycopg2.connect(host=str(self.socket_folder), user="postgres", dbname="postgres")
