"""Reading a published plan's folder: its files, its council and everybody it names."""

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
    """A plan that cannot be loaded: the message names the file, the place in it, and what to put right."""


class Entry(dict[str, Any]):
    """A table of a TOML file or a row of a CSV file, which knows where it stands."""

    def __init__(self, values: Mapping[str, Any], place: str) -> None:
        super().__init__({key: _placed(value, f"{place}, {key}") for key, value in values.items()})
        self.place = place

    def __missing__(self, key: str) -> Any:
        raise self.problem(f"“{key}” is missing. Add it.")

    def problem(self, words: str) -> PlanProblem:
        return PlanProblem(f"{self.place}: {words}")

    def entries(self, key: str, *, optional: bool = False) -> list[Entry]:
        """The tables under this key; where they are optional, none if it is missing."""
        found = self.get(key, []) if optional else self[key]
        if not isinstance(found, list) or not all(isinstance(each, Entry) for each in found):
            raise self.problem(f"“{key}” is no list of tables. Begin each with [[{key}]].")
        return found

    def entry(self, key: str, *, optional: bool = False) -> Entry:
        """The table under this key; where it is optional, an empty one if it is missing."""
        found = self.get(key, Entry({}, f"{self.place}, {key}")) if optional else self[key]
        if not isinstance(found, Entry):
            raise self.problem(f"“{key}” is no table. Begin it with [{key}].")
        return found

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
        found = self.get(key, []) if optional else self[key]
        if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
            raise self.problem(f'“{key}” is no list of texts. Write it like ["One", "Two"].')
        return found

    def known(self, key: str, known: Mapping[str, T]) -> T:
        """What the plan calls by this name elsewhere."""
        return self.among(self[key], known, key)

    def among(self, name: Any, known: Mapping[Any, T], key: str) -> T:
        """What the plan calls by a name that stands under the key."""
        try:
            return known[name]
        except (KeyError, TypeError):
            words = ", ".join(dict.fromkeys(str(each) for each in known)) or "nothing yet"
            raise self.problem(
                f"“{key}” names “{name}”, which is not in the plan. It has: {words}."
            ) from None


def made(model: type[M], entry: Entry, *, may_be_empty: tuple[str, ...] = (), **values: Any) -> M:
    """An object of this model, not saved yet; what comes from an entry is checked against the model's columns.

    Raises PlanProblem, by the entry's own key, for what is missing or empty, too long, or none of a column's choices.
    """
    for name, value in values.items():
        field = _column(model, entry, name)
        if field.is_relation or (name in may_be_empty and not value):
            continue
        if isinstance(field, CharField | TextField) and isinstance(value, list | dict):
            raise entry.problem(f"“{_key_of(entry, name, value)}” is no text. Write it in quotation marks.")
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
    """The file as it stands. Raises PlanProblem where it is missing or is no TOML."""
    try:
        return Entry(tomllib.loads(_text_of(path)), _name_of(path))
    except tomllib.TOMLDecodeError as error:
        raise PlanProblem(f"{_name_of(path)}: this is no TOML. {error}.") from None


def read_table(path: Path) -> list[Entry]:
    """The rows of a CSV file with a header; none where the plan has no such table. PlanProblem where it is no CSV."""
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
        raise PlanProblem(f"{_name_of(path)}, line {reader.line_num}: this is no CSV. {error}.") from None
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
    """Whom a plan names: organisations by abbreviation, people by initials and by name, posts by title."""

    organisations: dict[str, Organisation]
    people: dict[str, Person]
    posts: dict[str, Post]


def load_council(folder: Path, *, training: bool) -> Council:
    """The council of this folder, locked; made with its area codes if it is missing, else left as it is.

    A new one lives on the day that the folder names where it is for training, else on the real day.
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
    """Organisations, people and posts of the plan; those that the council knows already stay as they are."""
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
    """By initials where the plan prints them, else by name."""
    key = "initials" if row["initials"] else "name"
    values = {field: row[field] for field in ("initials", "name", "state")}
    if not row[key]:
        raise row.problem("“initials” and “name” are both empty. Fill in one of them.")
    new = made(Person, row, may_be_empty=("initials",), **values)
    defaults = {"initials": new.initials, "name": new.name, "state": new.state, "organisation": organisation}
    person: Person = Person.objects.get_or_create(**{key: row[key]}, defaults=defaults)[0]
    return person


def _post(entry: Entry, organisations: dict[str, Organisation], people: dict[str, Person]) -> Post:
    title = made(Post, entry, title=entry["title"]).title
    defaults = {
        "organisation": organisations.get(entry.get("organisation", "")),
        "holder": people.get(entry.get("holder", "")),
    }
    post: Post = Post.objects.get_or_create(title=title, defaults=defaults)[0]
    return post
