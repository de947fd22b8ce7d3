"""Rows of the indicator tables, added, changed, moved and removed on pages."""

import pytest
from django.urls import reverse

from councils.models import Change
from councils.permissions import Role
from councils.tenancy import council_context
from indicators.models import Indicator
from tests.factories import (
    IndicatorFactory,
    KeyOutcomeFactory,
    PersonFactory,
    ReadingFactory,
    StrategyFactory,
)
from tests.pages import text_of


@pytest.fixture
def strategy(cast):
    with council_context(cast.council.id):
        return StrategyFactory(title="SEND plan")


@pytest.fixture
def outcome(cast, strategy):
    with council_context(cast.council.id):
        return KeyOutcomeFactory(strategy=strategy, number="1", title="Inclusion")


def url(name, cast, row=None):
    known = {"indicator": row.public_id} if row else {}
    return reverse(f"indicators:{name}", kwargs={"council": cast.council.slug, **known})


def typed(place, **changes):
    return {
        "place": place,
        "kind": "quantitative",
        "unit": "percent",
        "label": "1.",
        "title": "Absence",
        **changes,
    }


def of(row):
    return f"row:{row.public_id}"


def rows(cast, *names, **filters):
    with council_context(cast.council.id):
        found = Indicator.objects.filter(**filters).in_table_order()
        return [tuple(getattr(row, name) for name in names) for row in found]


def verbs(cast):
    with council_context(cast.council.id):
        return [change.verb for change in Change.objects.order_by("seq") if change.verb.startswith("indic")]


def resend(page, **changes):
    """The form of a page as it is, with changes."""
    form = page.context["form"]
    shown = {name: form[name].value() for name in form.fields}
    assert not any(shown.pop("ended_on") or ())
    return {name: value for name, value in shown.items() if value is not None} | changes


def test_a_row_is_added_under_a_key_outcome_and_one_below_it(cast, outcome):
    with council_context(cast.council.id):
        owner = PersonFactory(initials="JK")
    client = cast.client()
    place = f"outcome:{outcome.public_id}"
    said = typed(place, polarity="low", group="Placement", owner=f"person:{owner.public_id}")
    page = client.post(url("add", cast), said, follow=True)
    assert "1. Absence added." in text_of(page)
    assert "Lower is better" in text_of(page) and "Owner JK" in text_of(page)
    with council_context(cast.council.id):
        top = Indicator.objects.get()
    client.post(url("add", cast), typed(of(top), label="a.", title="All"))
    assert rows(cast, "label", "set", "group", "depth", "position", "parent_id") == [
        ("1.", "main", "Placement", 0, 1, None),
        ("a.", "main", "Placement", 1, 2, top.pk),
    ]
    assert verbs(cast) == ["indicator.added"] * 2


def test_many_rows_are_added_a_line_each_below_their_parent(cast, outcome):
    with council_context(cast.council.id):
        top = IndicatorFactory(strategy=outcome.strategy, set="main", key_outcome=outcome, position=1)
        IndicatorFactory(strategy=outcome.strategy, set="main", key_outcome=outcome, position=2, label="2.")
    lines = "a.\tAll\r\n\r\nb.\tGirls\r\nBoys"
    said = {"place": of(top), "unit": "percent", "polarity": "low", "rows": lines}
    page = cast.client().post(url("add_several", cast), said, follow=True)
    assert "3 indicators added." in text_of(page)
    assert rows(cast, "label", "title", "position", depth=1) == [
        ("a.", "All", 2),
        ("b.", "Girls", 3),
        ("", "Boys", 4),
    ]
    assert rows(cast, "label", "position", position__gt=4) == [("2.", 5)]


def test_wrong_lines_are_named_and_nothing_is_lost_or_saved(cast, strategy):
    place = f"secondary:{strategy.public_id}"
    lines = f"a.\tAll\n{'x' * 21}\tGirls\nb.\tBoys\tmore"
    response = cast.client().post(
        url("add_several", cast), {"place": place, "unit": "percent", "rows": lines}
    )
    said = text_of(response)
    assert response.status_code == 422
    assert "Line 2: the label has more than 20 characters" in said
    assert "Line 3: there is more than one tab" in said
    assert "b.\tBoys\tmore" in response.content.decode()
    assert rows(cast, "pk") == []


def test_a_row_needs_a_label_or_a_title(cast, strategy):
    place = f"secondary:{strategy.public_id}"
    response = cast.client().post(url("add", cast), typed(place, label="", title="", breakdown="Girls"))
    assert response.status_code == 422
    assert "Enter a title, or a label if the plan prints no title." in text_of(response)
    assert 'value="Girls"' in response.content.decode()
    assert rows(cast, "pk") == []


def test_a_row_moves_with_its_sub_rows_and_cannot_go_below_itself(cast, strategy):
    with council_context(cast.council.id):
        first = IndicatorFactory(strategy=strategy, position=1, label="1.")
        below = IndicatorFactory(strategy=strategy, position=2, label="a.", parent=first, depth=1)
        IndicatorFactory(strategy=strategy, position=3, label="2.")
    client = cast.client()
    page = client.post(url("move", cast, first), {"to": "down"}, follow=True)
    assert "moved down." in text_of(page)
    assert rows(cast, "label", "position") == [("2.", 1), ("1.", 2), ("a.", 3)]
    page = client.post(url("move", cast, first), {"to": "down"}, follow=True)
    assert "is already the last of its place." in text_of(page)
    form = client.get(url("change", cast, first))
    response = client.post(url("change", cast, first), resend(form, place=of(below)))
    assert "is part of this row." in text_of(response)
    assert rows(cast, "label", "depth") == [("2.", 0), ("1.", 0), ("a.", 1)]


def test_rows_are_at_most_four_deep_with_their_sub_rows(cast, strategy):
    with council_context(cast.council.id):
        chain = [None]
        for depth in range(4):
            chain.append(IndicatorFactory(strategy=strategy, parent=chain[-1], depth=depth))
        branch = IndicatorFactory(strategy=strategy)
        IndicatorFactory(strategy=strategy, parent=branch, depth=1)
    client = cast.client()
    form = client.get(url("change", cast, branch))
    assert of(chain[4]) not in form.content.decode()
    response = client.post(url("change", cast, branch), resend(form, place=of(chain[3])))
    assert "Choose a place further up." in text_of(response)
    client.post(url("change", cast, branch), resend(form, place=of(chain[2])))
    assert rows(cast, "depth", parent=branch) == [(3,)]


def test_two_who_change_a_row_see_each_other(cast, strategy):
    with council_context(cast.council.id):
        row = IndicatorFactory(strategy=strategy, title="Absence")
    client = cast.client()
    form = client.get(url("change", cast, row))
    with council_context(cast.council.id):
        Indicator.objects.update(title="Persistent absence")
    response = client.post(url("change", cast, row), resend(form, title="Absence of all"))
    assert response.status_code == 409
    assert "Persistent absence" in text_of(response) and "Absence of all" in response.content.decode()
    assert rows(cast, "title") == [("Persistent absence",)]
    client.post(url("change", cast, row), resend(response, title="Absence of all"))
    assert rows(cast, "title", "version") == [("Absence of all", 2)]


def test_only_an_empty_row_is_removed(cast, strategy):
    with council_context(cast.council.id):
        top = IndicatorFactory(strategy=strategy, label="1.", title="Top")
        row = IndicatorFactory(strategy=strategy, parent=top, depth=1)
        reading = ReadingFactory(indicator=row)
    client = cast.client()
    assert "has sub-rows. Remove or move them first." in text_of(client.post(url("remove", cast, top), {}))
    assert "has figures or targets." in text_of(client.post(url("remove", cast, row), {}))
    with council_context(cast.council.id):
        reading.delete()
    client.post(url("remove", cast, row), {"reason": "Printed twice"})
    assert rows(cast, "label") == [("1.",)]
    with council_context(cast.council.id):
        assert Change.objects.filter(verb="indicator.removed").get().reason == "Printed twice"


@pytest.mark.parametrize("name", ["add", "add_several", "change", "move", "remove"])
@pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER])
def test_members_who_may_not_change_the_plan_change_no_row(cast, strategy, name, role):
    with council_context(cast.council.id):
        row = IndicatorFactory(strategy=strategy, position=1)
    before = rows(cast, "title", "position")
    address = url(name, cast, None if name.startswith("add") else row)
    assert cast.client(role).post(address, typed(of(row))).status_code == 403
    assert cast.outsider_client().post(address, typed(of(row))).status_code == 404
    assert rows(cast, "title", "position") == before
    assert "Add an indicator" not in text_of(cast.client(role).get(url("list", cast)))


def test_the_empty_page_says_what_to_do(cast):
    assert "Add an indicator" in text_of(cast.client().get(url("list", cast)))
    assert "once an officer has added their rows" in text_of(cast.client(Role.READER).get(url("list", cast)))


def test_rows_added_at_once_are_asked_for_each_quarter_and_rows_in_words_are_qualitative(cast, places_of):
    for unit, rows in (("percent", "1\tAttendance"), ("text", "2\tViews")):
        shown = cast.client().get(url("add_several", cast)).context["form"]
        assert shown["basis"].initial == "quarter"
        said = {"place": places_of[0], "unit": unit, "basis": "quarter", "rows": rows}
        assert cast.client().post(url("add_several", cast), said).status_code == 302
    with council_context(cast.council.id):
        made = Indicator.objects.filter(title__in=("Attendance", "Views")).order_by("title")
        assert list(made.values_list("kind", "basis")) == [
            ("quantitative", "quarter"),
            ("qualitative", "quarter"),
        ]


def test_a_quantitative_row_is_not_in_words(cast, places_of):
    said = {"place": places_of[0], "kind": "quantitative", "unit": "text", "title": "Views"}
    page = cast.client().post(url("add", cast), said)
    assert page.status_code == 422
    assert "A row in words is qualitative. Choose that kind, or another unit" in text_of(page)


@pytest.fixture
def places_of(cast):
    """Places that the form offers."""
    with council_context(cast.council.id):
        StrategyFactory()
    form = cast.client().get(url("add", cast)).context["form"]
    return list(form.places.of)
