"""Packs that show roles and not names: the tables in docs/rules/pack-parts.md, and every file of such a pack."""

from datetime import date
from io import BytesIO

import docx
import openpyxl
import pytest
from django.urls import reverse

from boards.models import Recipient, Seat
from councils.models import Person, Post
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.models import Assignment, ProgressUpdate
from indicators.models import ConfidenceRating, Indicator
from minutes.models import Entry, EntryStep
from minutes.rules import Kind, State
from packs.document import read_document
from packs.file_kinds import FileKind
from packs.models import Pack, PackTemplate, PackWords
from packs.naming import Naming, author_of, counted, role_of
from packs.parts import Part
from packs.printing.paper import pack_html, render_files
from risks.models import Risk
from tests.factories import OrganisationFactory, PersonFactory, TargetFactory
from tests.packs.paper import NOW, make_paper
from tests.pages import FRAME, text_of
from tests.truth_tables import parts, read_aloud, truth_table

pytestmark = pytest.mark.usefixtures("no_queue")

NAME = "Robin Canary"
SURNAME = "Canary"


@pytest.mark.parametrize(
    "row", truth_table("pack-parts", "What a person is called in a pack of roles"), ids=read_aloud
)
def test_what_a_person_is_called(row):
    shown = row["Post"] or role_of(parts(row["Holds"]), row["Organisation"])
    assert shown == row["Shown"]


@pytest.mark.parametrize(
    "row", truth_table("pack-parts", "What an author is called in a pack of roles"), ids=read_aloud
)
def test_what_an_author_is_called(row):
    assert author_of(row["In the plan"], row["Signs in as"]) == row["Shown"]


@pytest.mark.parametrize(
    "row", truth_table("pack-parts", "What a distribution list has in a pack of roles"), ids=read_aloud
)
def test_what_a_distribution_list_has(row):
    roles = [(role.strip("–"), "") for role in parts(row["Roles"])]
    assert [name for name, _ in counted(roles)] == parts(row["Shown"], ";")


@pytest.fixture
def named(cast):
    """A board's quarter with somebody's name in every place where a pack prints one."""
    with council_context(cast.council.id):
        paper = make_paper(cast.council)
        person = PersonFactory(
            name=NAME, initials="RCX", organisation=OrganisationFactory(name="Northport School")
        )
        owner = PersonFactory(name=NAME, initials="RCY", organisation=None)
        Post.objects.create(title="Head of SEND", holder=owner)
        for row in Assignment.objects.all():
            row.person, row.qualifier = person, "launch"
            row.save()
        deliverable = paper.strand.deliverables.first()
        Assignment.objects.create(
            deliverable=deliverable,
            person=owner,
            role=Assignment.Role.REPORTING,
            state="identified",
            position=9,
        )
        ProgressUpdate.objects.update(by_name=NAME)
        ConfidenceRating.objects.create(
            target=TargetFactory(indicator=Indicator.objects.get()),
            rag="amber",
            reason="Too few staff",
            by_name=NAME,
            recorded_on=date(2016, 7, 1),
            recorded_at=NOW,
        )
        Risk.objects.create(
            strategy=paper.strand.strategy,
            number=1,
            title="Too few psychologists",
            owner=person,
            inherent_likelihood=5,
            inherent_impact=5,
            current_likelihood=4,
            current_impact=4,
        )
        meeting = paper.board.meetings.create(held_on=date(2016, 6, 9))
        action = Entry.objects.create(
            meeting=meeting,
            number=1,
            kind=Kind.ACTION,
            state=State.DONE,
            state_on=date(2016, 7, 1),
            words="Publish the offer",
            owner=owner,
        )
        for state in (State.OPEN, State.DONE):
            EntryStep.objects.create(
                entry=action, state=state, taken_on=date(2016, 7, 1), words="It is there", person=owner
            )
        Seat.objects.create(board=paper.board, role="chair", state="named", holder=person)
        Recipient.objects.filter(position=0).update(name=NAME)
        Recipient.objects.create(board=paper.board, kind="all_seats", position=5)
        PackWords.objects.create(
            board=paper.board,
            period=paper.period,
            covering_note="Please read page 2.",
            covering_by=NAME,
            plain="Places are short.\nFor families: Ask for help.",
            plain_by=NAME,
            easy_read="We need places.",
            easy_read_by=NAME,
        )
        return paper


def choose(paper, naming):
    PackTemplate.objects.update_or_create(
        board=paper.board, defaults={"naming": naming, "parts": [part.value for part in Part]}
    )


def texts(pack):
    """The text of every file of the pack, by what it is."""
    document = read_document(pack.snapshot.content)
    found = {"print": pack_html(document, sha256="0" * 64)}
    for file in render_files(pack.snapshot):
        if file.kind == FileKind.WORD:
            body = docx.Document(BytesIO(file.body))
            cells = [cell.text for table in body.tables for row in table.rows for cell in row.cells]
            found[file.kind.value] = "\n".join([*(each.text for each in body.paragraphs), *cells])
        elif file.kind == FileKind.EXCEL:
            book = openpyxl.load_workbook(BytesIO(file.body))
            found[file.kind.value] = str([row for sheet in book for row in sheet.values])
        else:
            found[file.kind.value] = file.body.decode()
    return found


def test_no_file_of_a_pack_of_roles_has_a_name(cast, named):
    with council_context(cast.council.id):
        choose(named, Naming.ROLES)
        pack = named.request()
    for what, text in texts(pack).items():
        assert SURNAME not in text, what
        assert "RCX" not in text and "RCY" not in text, what
        if what != FileKind.INDICATORS:
            assert "Northport School (launch)" in text, what
    page = " ".join(texts(pack)["print"].split())
    for shown in ("Reports to Head of SEND", "Chair, SEND Board", "Other recipient", "by their roles"):
        assert shown in page


def test_every_file_of_a_pack_of_names_has_them(cast, named):
    with council_context(cast.council.id):
        choose(named, Naming.NAMES)
        pack = named.request()
    assert {what for what, text in texts(pack).items() if SURNAME not in text} == {FileKind.INDICATORS}
    assert "by their roles" not in texts(pack)["print"]


def test_the_choice_is_frozen_and_another_choice_is_another_edition(cast, named):
    with council_context(cast.council.id):
        choose(named, Naming.ROLES)
        first = named.request()
        before = first.snapshot.content
        assert named.request() == first, "nothing has changed"
        choose(named, Naming.NAMES)
        second = named.request()
        first.snapshot.refresh_from_db()
    assert (second.edition, first.snapshot.content) == (2, before)


@pytest.mark.parametrize("naming", Naming)
def test_after_another_choice_no_lead_is_said_to_have_changed(cast, named, naming):
    with council_context(cast.council.id):
        choose(named, next(each for each in Naming if each != naming))
        named.render(named.request(release=True))
        choose(named, naming)
        document = read_document(named.request().snapshot.content)
    assert document.changes_since
    assert not [line for line in document.changes if "Lead now" in line.sentence]


def test_two_packs_side_by_side_keep_names_out(cast, named):
    with council_context(cast.council.id):
        choose(named, Naming.NAMES)
        named.render(named.request(release=True))
        choose(named, Naming.ROLES)
        pack = named.render(named.request())
    url = reverse("packs:compare", kwargs={"council": "northport", "pack": pack.public_id})
    page = text_of(cast.client().get(url))
    assert SURNAME not in page and "Lead now" not in page


class TestNamesInWords:
    @pytest.fixture
    def pack(self, cast, named):
        with council_context(cast.council.id):
            choose(named, Naming.ROLES)
            row = ProgressUpdate.objects.filter(rag="red").first()
            row.narrative = f"{NAME} has left"
            row.save()
            pack = named.render(named.request())
        return reverse("packs:pack", kwargs={"council": "northport", "pack": pack.public_id})

    def test_the_page_says_whom_the_words_name(self, cast, pack):
        assert f"the words in this one name {NAME}." in text_of(cast.client().get(pack))

    def test_who_only_reads_is_not_told(self, cast, pack):
        with council_context(cast.council.id):
            Pack.objects.update(state="released", released_at="2016-07-08T09:00Z")
        assert "the words in this one" not in text_of(cast.client(Role.READER).get(pack))

    def test_queries(self, cast, pack, django_assert_max_num_queries):
        client = cast.client()
        with django_assert_max_num_queries(FRAME + 11):
            client.get(pack)


def test_somebody_who_was_merged_keeps_a_role(cast, named):
    with council_context(cast.council.id):
        kept = Person.objects.get(initials="RCX")
        Person.objects.filter(initials="RCY").update(merged_into=kept)
        choose(named, Naming.ROLES)
        assert SURNAME not in named.request().snapshot.content
