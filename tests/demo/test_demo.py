"""The demonstration loads once, marks what it makes up, and never changes people's edits."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from councils.files import read_logo
from councils.models import Change, Council, User
from councils.tenancy import council_context
from deliverables.models import ProgressUpdate
from demo.accounts import accounts
from demo.load import COUNCILS, load_demo
from indicators.api_spc import spc_of
from indicators.expectations import judged_impacts
from indicators.models import Indicator, Reading


@pytest.fixture
def local(settings):
    settings.LOCAL = True


def test_everything_invented_says_so_and_a_second_load_changes_nothing(demonstration):
    counts = {}
    for council in Council.objects.all():
        with council_context(council.id):
            assert ProgressUpdate.objects.exists()
            assert not ProgressUpdate.objects.filter(sample=False).exists()
            assert not Reading.objects.filter(sample=False).exists()
            counts[council.slug] = Change.objects.count()
    load_demo()
    for council in Council.objects.all():
        with council_context(council.id):
            assert Change.objects.count() == counts[council.slug]


def test_only_the_fictional_council_has_a_look_of_its_own(demonstration):
    looks = {council.slug: bool(council.accent and council.logo_sha256) for council in Council.objects.all()}
    assert looks == {"portsmouth": False, "cambridgeshire": False, "northmere": True}
    northmere = Council.objects.get(slug="northmere")
    assert read_logo(northmere, northmere.logo_sha256).startswith(b"\x89PNG")


def test_each_account_signs_in_with_the_password_that_is_printed(local, demonstration, capsys):
    call_command("load_demo")
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [line[0] for line in lines] == ["Sign"] * 12 + ["Switch:"]
    for account in accounts(COUNCILS):
        assert User.objects.get(email=account.email).check_password(account.password)


def test_the_demonstration_is_refused_on_real_servers(settings):
    settings.LOCAL = False
    with pytest.raises(CommandError, match="embedded services"):
        call_command("load_demo")


def test_northmere_has_the_planted_cases_of_promised_effects(local, demonstration):
    """Delivery is green and impact flat in one indicator, and no effect is seen in another."""
    council = Council.objects.get(slug="northmere")
    with council_context(council.id):
        judged = judged_impacts(Indicator.objects.all(), as_at=council.today(timezone.now()))
        titles = dict(Indicator.objects.values_list("id", "title"))
    flat = [titles[each.indicator_id] for each in judged if each.verdict.green_but_flat]
    unseen = [titles[each.indicator_id] for each in judged if each.verdict.none_seen]
    assert flat == ["Plans judged good in the yearly audit"]
    assert unseen == ["Annual reviews completed on time"]


def test_northmere_has_series_long_enough_for_usual_variation(local, demonstration):
    """Thirteen quarters and more have icons: one series moved beyond its limits, another stays within them."""
    council = Council.objects.get(slug="northmere")
    with council_context(council.id):
        rows = {row.title: row for row in Indicator.objects.all()}
        found = {
            title: spc_of(rows[title], today=timezone.localdate(), names=False, hidden=frozenset())[
                "variation"
            ]
            for title in ("Requests for assessment", "Plans judged good in the yearly audit")
        }
    assert found == {
        "Requests for assessment": "neither_high",
        "Plans judged good in the yearly audit": "common_cause",
    }
