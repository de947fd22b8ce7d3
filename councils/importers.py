"""Reading a published plan's folder: its files, its council and everybody it names."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .models import AreaCode, Council, Organisation, Person, Post


def read_toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file with a header; none where the plan has no such table."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True, slots=True)
class Directory:
    """Whom a plan names: organisations by abbreviation, people by initials and by name, posts by title."""

    organisations: dict[str, Organisation]
    people: dict[str, Person]
    posts: dict[str, Post]


def load_council(folder: Path) -> Council:
    """The council of this folder, locked; made with its area codes if it is missing, else left as it is."""
    printed = read_toml(folder / "council.toml")
    council, is_new = Council.objects.select_for_update().get_or_create(
        slug=printed["slug"], defaults={"name": printed["name"], "pinned_today": printed["pinned_today"]}
    )
    if is_new:
        AreaCode.objects.bulk_create(AreaCode(council=council, **code) for code in printed["area_codes"])
    return council


def load_directory(folder: Path) -> Directory:
    """Organisations, people and posts of the plan; those that the council knows already stay as they are."""
    printed = read_toml(folder / "council.toml")
    organisations = {entry["abbreviation"]: _organisation(entry) for entry in printed["organisations"]}
    people: dict[str, Person] = {}
    for row in read_table(folder / "people.csv"):
        person = _person(row, organisations.get(row["organisation"]))
        people |= {key: person for key in (row["initials"], row["name"]) if key}
    posts = {
        entry["title"]: Post.objects.get_or_create(
            title=entry["title"],
            defaults={
                "organisation": organisations.get(entry.get("organisation", "")),
                "holder": people.get(entry.get("holder", "")),
            },
        )[0]
        for entry in printed.get("posts", [])
    }
    return Directory(organisations, people, posts)


def _organisation(entry: dict[str, str]) -> Organisation:
    defaults = {"abbreviation": entry["abbreviation"], "kind": entry["kind"]}
    organisation: Organisation = Organisation.objects.get_or_create(name=entry["name"], defaults=defaults)[0]
    return organisation


def _person(row: dict[str, str], organisation: Organisation | None) -> Person:
    """By initials where the plan prints them, else by name."""
    key = "initials" if row["initials"] else "name"
    defaults = {field: row[field] for field in ("initials", "name", "state")} | {"organisation": organisation}
    person: Person = Person.objects.get_or_create(**{key: row[key]}, defaults=defaults)[0]
    return person
