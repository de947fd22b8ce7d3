"""Pages that add or change one thing: a form that notices other people's changes, the page around it, the banner after.

A view asks for its permission, gets the row (locked, when it saves), and makes the form. `save_or_show` calls one
action and redirects if `form.may_save` is true. In all other cases it shows the page with what was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from ..periods import words_for_date
from ..refusals import ChangeRefused
from .forms import PlainErrors

UNDO = "undo:"
SEAL = "sendplan.editing"


@dataclass(frozen=True)
class Clash:
    """A field that someone else has changed since the form was opened: what is saved now, and what was typed."""

    label: str
    saved: str
    typed: str


class Editable(Protocol):
    """What `edit_page` shows: an `EditForm`, or the rows of `core.ui.edit_rows`."""

    is_bound: Any

    @property
    def errors(self) -> Any: ...
    @property
    def clashes(self) -> list[Clash]: ...
    @property
    def status(self) -> int: ...


class RefusableForm(PlainErrors, forms.Form):
    """A form that can show an action's refusals at their fields."""

    def refuse(self, problems: Mapping[str, str]) -> None:
        for name, problem in problems.items():
            self.add_error(name if name in self.fields else None, problem)


class EditForm(RefusableForm):
    """Form to add a row, or to change one.

    `shown` has the row's current values by field, or is None to add a row. The form carries what it showed in a signed
    field, so at a save it knows what someone else has changed in between (`clashes`). Sent again, it overwrites that.
    `opened_with` has the values that it showed when it was opened, as a form sends them.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None = None, *args: Any, shown: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> None:
        self.shown = dict(shown or {})
        initial = {**kwargs.pop("initial", {}), **self.shown}
        seen = f"{kwargs['prefix']}-seen" if kwargs.get("prefix") else "seen"
        self.opened_with = _unseal(data.get(seen, "")) if data else {}
        if data and seen in data:
            data = data.copy()
            data[seen] = self._seal()
        super().__init__(data, *args, initial=initial | {"seen": self._seal()}, **kwargs)

    def _seal(self) -> str:
        return signing.dumps({name: as_sent(value) for name, value in self.shown.items()}, salt=SEAL)

    @property
    def said(self) -> dict[str, Any]:
        """Cleaned data as the action's arguments."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    @property
    def compared(self) -> Mapping[str, Any]:
        """Current values that must not be overwritten unseen."""
        return self.shown

    @property
    def clashes(self) -> list[Clash]:
        """Fields that someone else has changed since the form was opened, and that were typed differently."""
        if not self.is_bound:
            return []
        return [
            Clash(
                str(self[name].label), self._words(name, now), self._words(name, self.cleaned_data.get(name))
            )
            for name, now in self.compared.items()
            if name in self.opened_with
            and name in self.fields
            and as_sent(now) != self.opened_with[name]
            and as_sent(now) != as_sent(self.cleaned_data.get(name))
        ]

    @property
    def may_save(self) -> bool:
        """Whether the form was sent, is valid, and overwrites nobody's change."""
        return self.is_bound and self.is_valid() and not self.clashes

    @property
    def status(self) -> int:
        """HTTP status of a page that shows the form."""
        if not self.is_bound:
            return 200
        return 422 if self.errors or not self.clashes else 409

    def _words(self, name: str, value: Any) -> str:
        choices = getattr(self.fields[name], "choices", None)
        if choices is not None:
            labels = {str(key): str(label) for key, label in _flat(choices)}
            values = value if isinstance(value, list | tuple | set) else [value]
            return ", ".join(labels.get(as_sent(each), as_sent(each)) for each in values)
        if isinstance(value, bool):
            return "Yes" if value else "No"
        return words_for_date(value) if isinstance(value, date) else as_sent(value)


def edit_page(
    request: HttpRequest,
    form: Editable,
    *,
    heading: str,
    back: str,
    trail: Sequence[str] = (),
    save: str = "Save",
    template: str = "components/edit_page.html",
    **more: Any,
) -> HttpResponse:
    """The page of an edit form. `trail`: labels and addresses of the breadcrumbs between dashboard and this page.

    `back` is where Cancel leads. `more` may have `caption` above the heading and `intro` below it.
    """
    context = {
        "form": form,
        "heading": heading,
        "back_url": back,
        "trail": [*trail, heading],
        "save": save,
        "clashes": form.clashes if form.is_bound and not form.errors else [],
    }
    return render(request, template, context | more, status=form.status)


def save_or_show(
    request: HttpRequest,
    form: Any,
    act: Callable[[], str],
    *,
    done: str | Callable[[], str],
    say: Callable[[Any, str], None] | None = None,
    **page: Any,
) -> HttpResponse:
    """Save by `act`, which returns the words of the banner, and go to `done`. Otherwise show the form's page.

    `form` is an `EditForm` or the rows of `core.ui.edit_rows`, and `page` is what `edit_page` takes. `say` shows the
    banner. Without it, the banner has an Undo button.
    """
    if form.may_save:
        try:
            words = act()
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            (say or undo_message)(request, words)
            return redirect(done if isinstance(done, str) else done())
    return edit_page(request, form, **page)


def undo_message(request: Any, text: str) -> None:
    """The green banner on the next page, with a button that undoes what this request has saved."""
    messages.success(request, text, extra_tags=f"{UNDO}{request.id}")


def as_sent(value: Any) -> str:
    """A value as a form sends it, to compare what was shown with what is stored."""
    if value is None:
        return ""
    if isinstance(value, list | tuple | set):
        return "\n".join(sorted(map(as_sent, value)))
    public_id = getattr(value, "public_id", None)
    return str(public_id if public_id is not None else value).replace("\r\n", "\n").strip()


def _unseal(sealed: str) -> dict[str, str]:
    try:
        was: dict[str, str] = signing.loads(sealed, salt=SEAL)
    except signing.BadSignature:
        return {}
    return was


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    """Choices without their groups."""
    flat: list[tuple[Any, Any]] = []
    for key, label in choices:
        flat += label if isinstance(label, list | tuple) else [(key, label)]
    return flat
