"""The kept data folder of `bin/test`: what it depends on."""

import re

from dev.migrated import SOURCES
from dev.state import ROOT

ROOMS = {path.parent.name for path in ROOT.glob("*/__init__.py")}


def test_whatever_migrations_import_makes_a_new_folder():
    """A migration that imports another file of the product would be tested with old tables after that file changed."""
    known = {path for pattern in SOURCES for path in ROOT.glob(pattern)}
    migrations = [path for path in ROOT.glob("*/migrations/*.py") if path.name != "__init__.py"]
    imported = {name for path in migrations for name in imports_of(path.read_text())}
    assert imported
    assert {name for name in imported if not files_of(name) <= known} == set()


def imports_of(source: str) -> set[str]:
    """Modules of the product that the source imports."""
    found = re.findall(r"^(?:from|import) ([a-z_.]+)", source, re.MULTILINE)
    return {name for name in found if name.split(".")[0] in ROOMS}


def files_of(name: str) -> set:
    """The module's file, or all files of the package."""
    place = ROOT.joinpath(*name.split("."))
    return set(place.rglob("*.py")) if place.is_dir() else {place.with_suffix(".py")}
