"""The one way to write: check the body, compare what the client read, and say why an action refuses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.http import parse_etags
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from core.refusals import ChangeRefused

from .collections import Collection, View
from .conditional import read_state, short_hash
from .exception_handler import MatchRequired, Stale
from .shapes import Input, Row, as_json


def checked(body: type[Input], data: Any) -> dict[str, Any]:
    """Values of a body. Raises ValidationError with a sentence for each wrong or unknown member."""
    payload = body(data=data)
    payload.is_valid(raise_exception=True)
    values: dict[str, Any] = payload.validated_data
    return values


def refusal(refused: ChangeRefused, names: Mapping[str, str]) -> ValidationError:
    """Refusal of an action as problems of members. `names` are members for those of its arguments with other names."""
    problems: dict[str, list[str]] = {}
    for name, why in refused.problems.items():
        member = names.get(name, name) or "non_field_errors"
        problems.setdefault(member, []).append(_sentence(why))
    return ValidationError(problems)


def _sentence(words: str) -> str:
    """Sentences at form fields have no full stop. In a problem they do."""
    return words if words.endswith((".", "?", "!")) else f"{words}."


class Changing(Collection):
    """Viewset whose objects can be changed with PATCH. Each change needs the ETag that was read, as If-Match."""

    change_input: type[Input]
    names_of_arguments: Mapping[str, str] = {}
    """Members for those arguments of the actions that have other names."""

    @classmethod
    def at_id(cls) -> View:
        return cls.as_view({"get": "retrieve", "patch": "partial_update"})

    def partial_update(self, request: Any, council: str, id: UUID) -> HttpResponse:
        """Change what the body names. What it leaves out stays."""
        values = checked(self.change_input, request.data)
        found = self.locked(id)
        self.require_match(id)
        try:
            self.change(found, values)
        except ChangeRefused as refused:
            raise refusal(refused, self.names_of_arguments) from None
        self.forget_read()
        row = self.one(id)
        return Response(row, headers={"ETag": self.etag_of(row)})

    def locked(self, public_id: UUID) -> Any:
        """The object, locked until the transaction ends, so that nobody changes it after its ETag is compared."""
        found = self.get_queryset().select_for_update(of=("self",)).filter(public_id=public_id).first()
        if found is None:
            raise Http404(f"No {self.noun} has this id.")
        return found

    def change(self, found: Any, values: Mapping[str, Any]) -> None:
        """Change the object through the action of its page. Raises ChangeRefused or ValidationError."""
        raise NotImplementedError

    def forget_read(self) -> None:
        """Forget what was read to compare the ETag, because it has changed."""

    def require_match(self, public_id: UUID) -> None:
        """Compare If-Match with the object as it is. Raises MatchRequired (428) or Stale (412) with its ETag."""
        header = self.request.headers.get("If-Match")
        if header is None:
            raise MatchRequired
        if header.strip() == "*":
            return
        row = self.one(public_id)
        tags = [tag.removeprefix("W/") for tag in parse_etags(header)]
        if not any(self.is_tag_of(row, tag) for tag in tags):
            raise Stale(
                f"Someone has changed this {self.noun} since you read it, or If-Match is not its ETag. "
                "Read it again, then send your change.",
                etag=self.etag_of(row),
            )

    def is_tag_of(self, row: Row, tag: str) -> bool:
        """Whether a tag, in quotes, is of the object as it is now."""
        return tag.startswith(self._own_part(row))

    def etag_of(self, row: Row) -> str:
        """ETag as `retrieve` gives it."""
        return f'{self._own_part(row)}{read_state(self.request, self.actor, self.today).hash}"'

    def _own_part(self, row: Row) -> str:
        return f'"{self.version_of(row)}{short_hash(as_json(row))}'
