"""A fictional council with five planted cases, and every place where each of them must surface.

1. Delivery is green and the figure is flat.
2. An effect was promised and none is seen.
3. A gap lacks its comparator.
4. A series was re-based, with a reason.
5. A figure counts so few people that it must be hidden, in five places.
"""

from dataclasses import dataclass

import pytest
from django.urls import reverse

from core.periods import Period, Quarter
from councils.permissions import Role
from councils.tenancy import council_context
from indicators.actions.derived import set_formula
from indicators.actions.rebases import add_rebase
from indicators.models import Indicator, Reading
from indicators.rules.formulas import Formula
from packs.document import read_document
from packs.models import Pack
from tests.api_client import key_client, results
from tests.cast import TODAY
from tests.factories import (
    DeliverableFactory,
    ExpectedEffectFactory,
    IndicatorFactory,
    ProgressUpdateFactory,
    ReadingFactory,
    TargetFactory,
    TrajectoryFactory,
    TrajectoryPointFactory,
)
from tests.indicators.test_small_numbers import PLACES, file_of, given_away, plant
from tests.packs.paper import NOW, Paper, make_paper, without_drawing
from tests.pages import main_text_of

LAST = "2016-17-Q1"
BEFORE, SINCE = [*([11, 9] * 6), 10], [*([21, 19] * 6), 20]
"""Thirteen quarters about 10, then thirteen about 20, counted in a new way."""


@dataclass
class Planted:
    """The council's paper and the rows of the cases, by name."""

    paper: Paper
    rows: dict[str, Indicator]

    def __getitem__(self, name: str) -> Indicator:
        return self.rows[name]


@pytest.fixture
def council(cast, settings, tmp_path, monkeypatch):
    settings.FILES_ROOT = tmp_path
    without_drawing(monkeypatch)
    with council_context(cast.council.id):
        paper = make_paper(cast.council)
        rows = {"flat": promised(paper, "Green but flat", value=51, rag="green")}
        rows["unseen"] = promised(paper, "Promised, none seen", value=48, rag="amber")
        rows["gap"] = gap_without_comparator(paper, cast.actor(Role.ADMINISTRATOR))
        rows["re-based"] = re_based(paper, cast.actor(Role.ADMINISTRATOR))
        plant(paper.strand.strategy)
        return Planted(paper, rows)


def row(paper, title, **about):
    shared = {"strategy": paper.strand.strategy, "label": "", "polarity": "high", "title": title}
    return IndicatorFactory(**shared | about)


def promised(paper, title, *, value, rag):
    """A row at 50% in March, to gain 5 points by the end of June through a deliverable with this rating."""
    made = row(paper, title)
    TrajectoryPointFactory(trajectory=TrajectoryFactory(indicator=made, tolerance=1), do_nothing=50)
    effect = ExpectedEffectFactory(deliverable=DeliverableFactory(strand=paper.strand), indicator=made)
    ProgressUpdateFactory(deliverable=effect.deliverable, period=paper.period, rag=rag)
    ReadingFactory(indicator=made, period=LAST, value=value)
    return made


def gap_without_comparator(paper, by):
    """A gap that had a value a year ago. Now the pupils without SEN have no figure."""
    group, others = row(paper, "Reading, pupils with SEN"), row(paper, "Reading, pupils without SEN")
    gap = row(paper, "Gap in reading", kind="derived", unit="percentage_points", polarity="low")
    for each, period, value in (
        (group, "AY2013-14", 40),
        (others, "AY2013-14", 72),
        (group, "AY2014-15", 44),
    ):
        ReadingFactory(indicator=each, period=period, value=value)
    set_formula(indicator=gap, formula=Formula.DIFFERENCE, rows=[others, group], by=by)
    TargetFactory(indicator=gap, period="AY2014-15", value=20)
    return gap


def re_based(paper, by):
    """Quarters about 10, then about 20, re-based where the way of counting changed."""
    made = row(paper, "Requests, counted anew", unit="number")
    quarter, readings = Quarter.parse(LAST), []
    for value in reversed([*BEFORE, *SINCE]):
        period = Period.parse(quarter.label)
        readings.append(Reading(indicator=made, period=period.token, ends_on=period.ends_on, value=value))
        quarter = quarter.previous
    Reading.objects.bulk_create(readings)
    first = Period.parse(readings[len(SINCE) - 1].period)
    reason = "Requests by parents count too"
    add_rebase(indicator=made, period=first, reason=reason, by=by, today=TODAY, now=NOW)
    return made


def dashboard(cast):
    address = reverse("reporting:dashboard", kwargs={"council": cast.council.slug})
    return main_text_of(cast.client(Role.READER).get(address))


def page(cast, indicator):
    return main_text_of(cast.client(Role.READER).get(indicator.get_absolute_url()))


def summary(cast, council):
    """What is frozen for the board."""
    with council_context(cast.council.id):
        pack = council.paper.request()
        return read_document(Pack.objects.select_related("snapshot").get(pk=pack.pk).snapshot.content)


def api_row(cast, kind, **wanted):
    found = results(key_client(cast.council), cast.council, kind)
    return [each for each in found if all(each[name] == value for name, value in wanted.items())]


def test_1_green_delivery_and_a_flat_figure(cast, council):
    said = dashboard(cast)
    listed = said.partition("Delivery green, impact flat")[2].partition("Effect promised, none seen")[0]
    assert "Green but flat" in listed and "Promised, none seen" not in listed
    assert "51% for Q1 2016–17 is 1 percentage point above the baseline of 50%" in listed
    [line] = [each for each in summary(cast, council).summary.impacts if each.name == "Green but flat"]
    assert line.kinds == "Delivery green, impact flat."
    assert "1 percentage point above the baseline" in page(cast, council["flat"])
    [course] = api_row(cast, "trajectories", indicator=str(council["flat"].public_id))
    assert (course["impact"], course["impact_reason"]) == ("flat", line.reason)


def test_2_an_effect_promised_and_none_seen(cast, council):
    said = dashboard(cast)
    listed = said.partition("Effect promised, none seen")[2].partition("Still to resolve")[0]
    assert "Promised, none seen" in listed and "Green but flat" not in listed
    [line] = [each for each in summary(cast, council).summary.impacts if each.name == "Promised, none seen"]
    assert line.kinds == "Effect promised, none seen."
    assert "2 percentage points below the baseline of 50%" in page(cast, council["unseen"])
    [course] = api_row(cast, "trajectories", indicator=str(council["unseen"].public_id))
    assert course["impact"] == "none_seen"


def test_3_a_gap_without_its_comparator(cast, council):
    """The year without a comparator has no value anywhere. The page says which row lacks one."""
    said = page(cast, council["gap"])
    assert "32 percentage points" in said
    assert "Reading, pupils without SEN has none." in said
    gap = str(council["gap"].public_id)
    assert [each["period"] for each in api_row(cast, "readings", indicator=gap)] == ["AY2013-14"]
    assert "Gap in reading,derived" not in file_of(cast, "csv").decode("utf-8-sig").replace('"', "")
    with council_context(cast.council.id):
        assert not Reading.objects.filter(indicator=council["gap"], period="AY2014-15").exists()


def test_4_a_re_based_series(cast, council):
    said = page(cast, council["re-based"])
    assert "Requests by parents count too" in said
    body = key_client(cast.council).get(
        f"/api/v1/councils/{cast.council.slug}/indicators/{council['re-based'].public_id}/spc"
    )
    first, second = body.json()["segments"]
    assert (first["limits"]["mean"], second["limits"]["mean"]) == (10, 20)
    assert body.json()["variation"] == "common_cause", "the step is no special cause after the re-base"
    variation = summary(cast, council).variation
    assert str(council["re-based"].public_id) not in [each.indicator for each in variation.charts]


HIDDEN_IN = ("pack snapshot (JSON)", "pack PDF", "pack page", "CSV", "API readings")


@pytest.mark.parametrize("place", HIDDEN_IN)
def test_5_a_small_number_is_hidden_in_five_places(cast, council, place):
    text = PLACES[place](cast, council.paper)
    assert "731" in text, "the total is there"
    assert given_away(text) == []


def test_5_members_see_it_with_a_mark(cast, council):
    listed = cast.client(Role.READER).get(reverse("indicators:list", kwargs={"council": cast.council.slug}))
    assert "727 ‡ hidden outside the council" in main_text_of(listed)
