"""The commands about packs, as other programs run them: one JSON object on the last line, errors in a sentence."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from councils.tenancy import council_context
from reporting.models import Pack
from reporting.rules import DeliveryState
from tests.reporting.paper import address, mails_to, make_paper
from tests.reporting.processes import run

KEYS = {
    "id",
    "edition",
    "state",
    "snapshot_sha256",
    "pdf_sha256",
    "pdf_path",
    "pages",
    "deliveries",
}

NOBODYS_ID = "00000000-0000-4000-8000-000000000000"


def last_line(out):
    return json.loads(out.strip().splitlines()[-1])


@pytest.mark.django_db(transaction=True)
def test_built_sent_and_rendered_again_without_a_worker(cast):
    cast.council.slug = "commanded"
    cast.council.save()
    with council_context(cast.council.id):
        make_paper(cast.council)
    council = ("--council", "commanded")
    built = last_line(
        run("build_pack", *council, "--board", "send-board", "--quarter", "2016-17-Q1", "--send", "--json")
    )
    assert set(built) == KEYS
    assert (built["edition"], built["state"]) == (1, "delivered")
    assert built["deliveries"] == {state.value: 0 for state in DeliveryState} | {"accepted": 2}
    assert Path(built["pdf_path"]).read_bytes().startswith(b"%PDF-")
    assert len(mails_to(address(cast.council, 0))) == 1
    again = last_line(run("render_pack", built["id"], *council, "--json"))
    assert again == built


@pytest.fixture
def paper(cast, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    with council_context(cast.council.id):
        paper = make_paper(cast.council)
    return paper


def build(**changes):
    named = {"council": "northport", "board": "send-board", "quarter": "2016-17-Q1"} | changes
    call_command("build_pack", *[f"--{name}={value}" for name, value in named.items()])


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"council": "nowhere"}, "There is no council nowhere. Known councils: northport, southshire."),
        ({"board": "nothing"}, "There is no board nothing. Known boards: send-board."),
        (
            {"quarter": "2016-17-Q4"},
            "There is no quarter 2016-17-Q4. Known quarters: 2015-16-Q4, 2016-17-Q1.",
        ),
    ],
)
def test_an_unknown_name_is_answered_with_the_known_ones(paper, changes, sentence):
    with pytest.raises(CommandError, match=sentence):
        build(**changes)


@pytest.mark.parametrize(
    ("pack", "sentence"), [("one", "one is no pack's id"), (NOBODYS_ID, "There is no pack")]
)
def test_a_pack_that_is_not_there(paper, pack, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("render_pack", pack, "--council=northport")


def test_another_councils_pack_is_not_there(paper, cast):
    with council_context(cast.council.id):
        pack = paper.request()
    with pytest.raises(CommandError, match="There is no pack"):
        call_command("render_pack", str(pack.public_id), "--council=southshire")


def test_rendering_again_overwrites_nothing(paper, cast, capsys):
    with council_context(cast.council.id):
        pack = paper.render(paper.request())
        Pack.objects.update(pdf_sha256="0" * 64, made_with="another version")
    call_command("render_pack", str(pack.public_id), "--council=northport", "--json")
    captured = capsys.readouterr()
    assert last_line(captured.out)["pdf_sha256"] == pack.pdf_sha256
    assert "made with another version" in captured.err
    with council_context(cast.council.id):
        pack.refresh_from_db()
    assert pack.pdf_sha256 == "0" * 64


def test_rendering_again_says_when_the_layout_is_another(paper, cast, capsys):
    with council_context(cast.council.id):
        pack = paper.render(paper.request())
        Pack.objects.update(pdf_sha256="0" * 64)
    call_command("render_pack", str(pack.public_id), "--council=northport")
    assert "laid out differently" in capsys.readouterr().err
