"""Pack commands as other programs run them: one JSON object on the last line, errors in a sentence."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from councils.files import pdf_path
from councils.tenancy import council_context
from packs.management.commands import build_pack
from packs.models import Pack
from packs.printing.pdf import made_with
from packs.states import DeliveryState
from tests.packs.paper import address, mails_to, make_paper, without_drawing
from tests.packs.processes import StuckMailServer, run, start

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


@pytest.mark.django_db(transaction=True)
def test_a_refused_mail_fails_the_command_after_its_last_line(cast):
    cast.council.slug = "refused"
    cast.council.save()
    with council_context(cast.council.id):
        make_paper(cast.council, recipients=1)
    names = ("--council", "refused", "--board", "send-board", "--quarter", "2016-17-Q1")
    server = StuckMailServer("", refuses="RCPT")
    process = start("build_pack", *names, "--send", "--json", EMAIL_URL=server.url)
    out, err = process.communicate(timeout=90)
    server.close()
    assert process.returncode == 1
    assert "did not reach everybody: 1 failed." in err
    facts = last_line(out)
    assert (set(facts), facts["state"], facts["deliveries"]["failed"]) == (KEYS, "failed", 1)


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
        ({"council": "nowhere"}, "Council nowhere not found. Councils: northport, southshire."),
        ({"board": "nothing"}, "Board nothing not found. Boards: send-board."),
        (
            {"quarter": "2016-17-Q4"},
            "Quarter 2016-17-Q4 not found. Quarters: 2015-16-Q4, 2016-17-Q1.",
        ),
    ],
)
def test_an_unknown_name_is_answered_with_the_known_ones(paper, changes, sentence):
    with pytest.raises(CommandError, match=sentence):
        build(**changes)


def test_a_pack_that_cannot_be_rendered_fails_the_command_after_its_last_line(
    paper, cast, monkeypatch, capsys
):
    def work(council, pack):
        with council_context(council.id):
            Pack.objects.filter(id=pack.id).update(state="failed", error="The page does not fit.")

    monkeypatch.setattr(build_pack, "_worker_is_up", lambda: False)
    monkeypatch.setattr(build_pack, "_work_in_child", work)
    names = ["--council=northport", "--board=send-board", "--quarter=2016-17-Q1"]
    with pytest.raises(CommandError, match=r"could not be rendered\. The page does not fit\."):
        call_command("build_pack", *names, "--send", "--json")
    facts = last_line(capsys.readouterr().out)
    assert (set(facts), facts["state"], facts["pdf_path"]) == (KEYS, "failed", "")


@pytest.mark.parametrize(
    ("pack", "sentence"), [("one", "one is not a pack id"), (NOBODYS_ID, "not found in this council")]
)
def test_a_pack_that_is_not_there(paper, pack, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("render_pack", pack, "--council=northport")


def test_another_councils_pack_is_not_there(paper, cast):
    with council_context(cast.council.id):
        pack = paper.request()
    with pytest.raises(CommandError, match="not found in this council"):
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


def test_rendering_again_says_when_the_layout_is_another(paper, cast, capsys, monkeypatch):
    with council_context(cast.council.id), monkeypatch.context() as first:
        without_drawing(first)
        pack = paper.render(paper.request())
        Pack.objects.update(pdf_sha256="0" * 64, made_with=made_with())
    call_command("render_pack", str(pack.public_id), "--council=northport")
    assert "layout has changed" in capsys.readouterr().err


@pytest.mark.django_db
def test_a_pack_that_was_changed_by_hand_is_named(cast, monkeypatch, settings, tmp_path, capsys):
    settings.FILES_ROOT = tmp_path
    without_drawing(monkeypatch)
    with council_context(cast.council.id):
        paper = make_paper(cast.council)
        pack = paper.render(paper.request())
    call_command("check_packs")
    assert "1 pack checked. All are as they were stored." in capsys.readouterr().out
    pdf_path(cast.council, pack.pdf_sha256).write_bytes(b"%PDF-1.7 other")
    with pytest.raises(CommandError, match="1 problem in 1 pack"):
        call_command("check_packs")
    assert "SEND Board, 2016-17-Q1, edition 1: The PDF of this pack was changed" in capsys.readouterr().err
