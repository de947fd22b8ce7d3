"""Import the folder of a published plan: read its files, load the council and the people it names."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import CharField, Model, TextField

from .models import AreaCode, Council, Organisation, Person, Post

T = TypeVar("T")
M = TypeVar("M", bound=Model)


class PlanProblem(ValueError):
    """The plan cannot be loaded. The message names the file, the place in it, and what to correct."""


class Entry(dict[str, Any]):
    """Table of a TOML file or row of a CSV file, with its `place` in the file for error messages."""

    def __init__(self, values: Mapping[str, Any], place: str) -> None:
        super().__init__({key: _placed(value, f"{place}, {key}") for key, value in values.items()})
        self.place = place

    def __missing__(self, key: str) -> Any:
        raise self.problem(f"“{key}” is missing. Add it.")

    def problem(self, words: str) -> PlanProblem:
        return PlanProblem(f"{self.place}: {words}")

    def entries(self, key: str, *, optional: bool = False) -> list[Entry]:
        """List of tables under this key. If `optional`, an empty list for a missing key."""
        tables = self.get(key, []) if optional else self[key]
        if not isinstance(tables, list) or not all(isinstance(table, Entry) for table in tables):
            raise self.problem(f"“{key}” is not a list of tables. Begin each with [[{key}]].")
        return tables

    def entry(self, key: str, *, optional: bool = False) -> Entry:
        """Table under this key. If `optional`, an empty table for a missing key."""
        table = self.get(key, Entry({}, f"{self.place}, {key}")) if optional else self[key]
        if not isinstance(table, Entry):
            raise self.problem(f"“{key}” is not a table. Begin it with [{key}].")
        return table

    def whole_number(self, key: str) -> int:
        try:
            return int(self[key])
        except (TypeError, ValueError):
            raise self.problem(f"“{key}” is “{self[key]}”. Write a whole number.") from None

    def day(self, key: str) -> date:
        if type(self[key]) is not date:
            raise self.problem(f"“{key}” is “{self[key]}”. Write a day without quotation marks: 2016-09-30.")
        day: date = self[key]
        return day

    def texts(self, key: str, *, optional: bool = False) -> list[str]:
        items = self.get(key, []) if optional else self[key]
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise self.problem(f'“{key}” is not a list of texts. Write it like ["One", "Two"].')
        return items

    def known(self, key: str, known: Mapping[str, T]) -> T:
        """Look up the object that the name under this key refers to."""
        return self.among(self[key], known, key)

    def among(self, name: Any, known: Mapping[Any, T], key: str) -> T:
        """Look up the object with this name, which is under `key`."""
        try:
            return known[name]
        except (KeyError, TypeError):
            words = ", ".join(dict.fromkeys(str(each) for each in known)) or "nothing yet"
            raise self.problem(
                f"“{key}” names “{name}”, which is not in the plan. It has: {words}."
            ) from None


def made(model: type[M], entry: Entry, *, may_be_empty: tuple[str, ...] = (), **values: Any) -> M:
    """Build an unsaved object of this model, and check its values against the model's fields.

    Raises PlanProblem with the entry's key for a value that is missing, empty, too long or not one of the choices.
    """
    for name, value in values.items():
        field = _column(model, entry, name)
        if field.is_relation or (name in may_be_empty and not value):
            continue
        if isinstance(field, CharField | TextField) and isinstance(value, list | dict):
            raise entry.problem(f"“{_key_of(entry, name, value)}” is not text. Write it in quotation marks.")
        try:
            values[name] = field.clean(value, None)
        except ValidationError as error:
            raise entry.problem(_words(error, field, _key_of(entry, name, value), value)) from None
    for field in model._meta.local_fields:
        if field.name not in values and _must_be_given(field):
            raise entry.problem(f"“{field.name}” is missing. Add it.")
    return model(**values)


def _must_be_given(field: Any) -> bool:
    may_be_left_out = field.blank or field.null or field.has_default() or field.is_relation
    return not may_be_left_out and not getattr(field, "auto_created", False)


def _column(model: type[Model], entry: Entry, name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        raise entry.problem(f"“{name}” is not known here. Leave it out, or correct its name.") from None


def _key_of(entry: Entry, name: str, value: Any) -> str:
    return name if name in entry else next((key for key, own in entry.items() if own is value), name)


def _words(error: ValidationError, field: Any, key: str, value: Any) -> str:
    if field.choices and value not in ("", None):
        return f"“{key}” is “{value}”. Write one of {', '.join(str(each) for each, _ in field.flatchoices)}."
    if value in ("", None):
        return f"“{key}” is empty. Fill it in."
    return f"“{key}” is “{value}”. {' '.join(error.messages)}"


def _placed(value: Any, place: str) -> Any:
    if isinstance(value, dict):
        return Entry(value, place)
    if isinstance(value, list):
        return [_placed(each, f"{place} {number}") for number, each in enumerate(value, 1)]
    return value


def read_toml(path: Path) -> Entry:
    """Read a TOML file. Raises PlanProblem if it is missing or not TOML."""
    try:
        return Entry(tomllib.loads(_text_of(path)), _name_of(path))
    except tomllib.TOMLDecodeError as error:
        raise PlanProblem(f"{_name_of(path)}: this is not TOML. {error}.") from None


def read_table(path: Path) -> list[Entry]:
    """Rows of a CSV file with a header, or [] if there is no file. Raises PlanProblem if it is not CSV."""
    if not path.exists():
        return []
    reader = csv.DictReader(io.StringIO(_text_of(path), newline=""), strict=True)
    rows = []
    try:
        for row in reader:
            place = f"{_name_of(path)}, line {reader.line_num}"
            if None in row:
                raise PlanProblem(
                    f"{place}: there are more cells than columns. Put a cell that has a comma in quotation marks."
                )
            rows.append(Entry({key: cell for key, cell in row.items() if cell is not None}, place))
    except csv.Error as error:
        raise PlanProblem(f"{_name_of(path)}, line {reader.line_num}: this is not CSV. {error}.") from None
    return rows


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except OSError as error:
        raise PlanProblem(f"{_name_of(path)}: the file cannot be read. {error.strerror}.") from None
    except UnicodeDecodeError:
        raise PlanProblem(f"{_name_of(path)}: the file is not in UTF-8. Save it in UTF-8.") from None


def _name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@dataclass(frozen=True, slots=True)
class Directory:
    """Who a plan names: organisations by abbreviation, people by initials and by name, posts by title."""

    organisations: dict[str, Organisation]
    people: dict[str, Person]
    posts: dict[str, Post]


def load_council(folder: Path, *, training: bool) -> Council:
    """Get the council of this folder and lock it. Create it with its area codes if it does not exist.

    A new training council is set to the day in the folder's `pinned_today`. Others use the real day.
    """
    printed = read_toml(folder / "council.toml")
    pinned_today = printed.day("pinned_today") if training else None
    new = made(Council, printed, slug=printed["slug"], name=printed["name"], pinned_today=pinned_today)
    council, is_new = Council.objects.select_for_update().get_or_create(
        slug=new.slug, defaults={"name": new.name, "pinned_today": new.pinned_today}
    )
    if is_new:
        AreaCode.objects.bulk_create(
            made(AreaCode, code, council=council, **code) for code in printed.entries("area_codes")
        )
    return council


def load_directory(folder: Path) -> Directory:
    """Get or create the organisations, people and posts of the plan. Existing ones are not changed."""
    printed = read_toml(folder / "council.toml")
    organisations = {
        entry["abbreviation"]: _organisation(entry) for entry in printed.entries("organisations")
    }
    people: dict[str, Person] = {}
    for row in read_table(folder / "people.csv"):
        person = _person(row, organisations.get(row["organisation"]))
        people |= {key: person for key in (row["initials"], row["name"]) if key}
    posts = {
        entry["title"]: _post(entry, organisations, people)
        for entry in printed.entries("posts", optional=True)
    }
    return Directory(organisations, people, posts)


def _organisation(entry: Entry) -> Organisation:
    new = made(Organisation, entry, **{key: entry[key] for key in ("name", "abbreviation", "kind")})
    defaults = {"abbreviation": new.abbreviation, "kind": new.kind}
    organisation: Organisation = Organisation.objects.get_or_create(name=new.name, defaults=defaults)[0]
    return organisation


def _person(row: Entry, organisation: Organisation | None) -> Person:
    """Get or create a person, by initials if the plan prints them, else by name.

    Of someone who turned out to be another person, this gives the other.
    """
    key = "initials" if row["initials"] else "name"
    values = {field: row[field] for field in ("initials", "name", "state")}
    if not row[key]:
        raise row.problem("“initials” and “name” are both empty. Fill in one of them.")
    new = made(Person, row, may_be_empty=("initials",), **values)
    defaults = {"initials": new.initials, "name": new.name, "state": new.state, "organisation": organisation}
    known = Person.objects.filter(**{key: row[key]}).select_related("merged_into")
    found = known.filter(merged_into=None).first() or known.first()
    if found is None:
        return Person.objects.create(**{key: row[key]} | defaults)
    return found.merged_into or found


def _post(entry: Entry, organisations: dict[str, Organisation], people: dict[str, Person]) -> Post:
    title = made(Post, entry, title=entry["title"]).title
    defaults = {
        "organisation": organisations.get(entry.get("organisation", "")),
        "holder": people.get(entry.get("holder", "")),
    }
    post: Post = Post.objects.get_or_create(title=title, defaults=defaults)[0]
    return post
