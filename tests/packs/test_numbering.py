"""Numbers of papers and the address of the newest edition: the tables in docs/rules/pack-numbers.md."""

from dataclasses import replace
from io import BytesIO

import docx
import pytest
from django.urls import reverse

from core.periods import Quarter
from councils.actors import Actor
from councils.permissions import Role
from councils.tenancy import council_context
from packs import actions
from packs.document import read_document
from packs.emails import pack_message
from packs.models import Delivery, Pack, PackTemplate
from packs.numbering import paper_words, part_number
from packs.printing.paper import pack_html
from packs.printing.word import pack_docx
from tests.packs.paper import make_paper
from tests.pages import FRAME, text_of
from tests.truth_tables import parts, read_aloud, truth_table

pytestmark = pytest.mark.usefixtures("no_queue")

CALLED = "SEND Board Q1 2016–17, paper 1, edition 1"


@pytest.mark.parametrize("row", truth_table("pack-numbers", "What a paper is called"), ids=read_aloud)
def test_what_a_paper_is_called(row):
    quarter, numbers = Quarter.parse(row["Quarter"]), (int(row["Paper"]), int(row["Edition"]))
    assert paper_words(row["Board"], quarter, paper=numbers[0], edition=numbers[1]) == row["Shown"]


def test_parts_are_numbered_inside_their_paper():
    assert [part_number(1, 3), part_number(2, 10), part_number(0, 3)] == ["1.3", "2.10", ""]


@pytest.fixture
def paper(cast):
    with council_context(cast.council.id):
        return make_paper(cast.council)


def address(cast, slug="send-board", quarter="2016-17-Q1"):
    return reverse("packs:newest", kwargs={"council": cast.council.slug, "slug": slug, "quarter": quarter})


def make_editions(paper, states):
    """One edition for each state, as the rule's table calls them."""
    by = Actor.system(paper.council)
    made = []
    for number, state in enumerate(states):
        PackTemplate.objects.update_or_create(
            board=paper.board, defaults={"parts": ["risks", "all"][: number + 1]}
        )
        pack = paper.render(paper.request(release=state == "released"))
        if state == "cancelled":
            pack = actions.cancel_pack(pack=pack, by=by)
        made.append(pack)
    return made


@pytest.mark.parametrize(
    "row", truth_table("pack-numbers", "Which edition the address leads to"), ids=read_aloud
)
def test_which_edition_the_address_leads_to(cast, paper, row):
    with council_context(cast.council.id):
        made = make_editions(paper, parts(row["Editions"]))
    answer = cast.client(Role.READER).get(address(cast))
    if row["Leads to"]:
        assert answer.status_code == 302
        assert answer["Location"] == made[int(row["Leads to"]) - 1].get_absolute_url()
    else:
        assert answer.status_code == 404
        assert "No pack of this board and quarter has been released to you." in text_of(answer)


def test_another_council_and_other_words_are_not_found(cast, paper):
    with council_context(cast.council.id):
        make_editions(paper, ["released"])
    assert cast.outsider_client().get(address(cast)).status_code == 404
    for wrong in (
        address(cast, slug="other"),
        address(cast, quarter="2016-17-Q2"),
        address(cast, quarter="x"),
    ):
        assert cast.client().get(wrong).status_code == 404


def test_a_board_member_of_another_board_is_not_led_there(cast, paper):
    with council_context(cast.council.id):
        make_editions(paper, ["released"])
    assert cast.client(Role.BOARD_MEMBER).get(address(cast)).status_code == 404


def test_queries_of_the_address(cast, paper, django_assert_max_num_queries):
    with council_context(cast.council.id):
        make_editions(paper, ["released"])
    client = cast.client()
    with django_assert_max_num_queries(FRAME + 1):
        client.get(address(cast))


def test_the_number_is_on_the_cover_on_each_page_and_in_the_word_file(cast, paper):
    with council_context(cast.council.id):
        document = read_document(paper.request().snapshot.content)
    page = pack_html(document, sha256="0" * 64).replace("\xa0", " ")
    assert f'<p class="pack-name">Northport {CALLED}</p>' in page
    assert "paper 1, edition 1</p>" in page
    assert f"<strong>Paper:</strong> {CALLED}" in page
    assert 'id="summary">1.1 Summary</h2>' in page
    assert 'href="#reading">1.' in page
    assert f'href="{document.address}"' in page
    assert document.address.endswith(address(cast))
    text = [each.text for each in docx.Document(BytesIO(pack_docx(document, sha256="0" * 64))).paragraphs]
    assert any(CALLED in line for line in text)
    assert "1.1 Summary" in text


def test_a_pack_from_before_has_no_number(cast, paper):
    with council_context(cast.council.id):
        document = replace(read_document(paper.request().snapshot.content), paper=0, address="")
        Pack.objects.update(paper=0)
    page = pack_html(document, sha256="0" * 64).replace("\xa0", " ")
    assert "Northport SEND Board pack, Q1 2016–17, edition 1" in page
    assert 'id="summary">Summary</h2>' in page
    assert "newest edition" not in page and "aper 1" not in page
    listed = text_of(cast.client().get(reverse("packs:list", kwargs={"council": cast.council.slug})))
    assert "Edition 1" in listed and "Paper 1" not in listed


def test_the_email_the_list_and_the_page_have_it(cast, paper):
    with council_context(cast.council.id):
        [pack] = make_editions(paper, ["released"])
        document = read_document(pack.snapshot.content)
        delivery = Delivery.objects.filter(pack=pack).first()
        message = pack_message(delivery, pack, document, pdf=None)
    assert message.subject.startswith(f"{CALLED.replace('–', '-')}: ")
    assert "paper 1, edition 1" in message.body
    client = cast.client()
    assert "Paper 1, edition 1" in text_of(
        client.get(reverse("packs:list", kwargs={"council": cast.council.slug}))
    )
    page = text_of(client.get(pack.get_absolute_url()))
    assert "paper 1, edition 1" in page
    assert f"Address of the newest edition, for an agenda: {document.address}" in page


def test_a_replaced_edition_leads_to_the_newest(cast, paper):
    with council_context(cast.council.id):
        first, _ = make_editions(paper, ["released", "released"])
        url = first.get_absolute_url()
    page = cast.client(Role.READER).get(url)
    assert "A newer edition has replaced it. Read the newest edition" in text_of(page)
