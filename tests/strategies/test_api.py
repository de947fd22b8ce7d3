"""Tests of the API for strategies, versions, strands and outcomes."""

from datetime import date

import pytest

from boards.models import Board
from councils.models import Post
from councils.tenancy import council_context
from strategies.models import (
    Approval,
    CoverRole,
    FrameworkCell,
    ImprovementStatement,
    KeyOutcome,
    Measure,
    Outcome,
    Oversight,
    Priority,
    Reference,
    SuccessMatrixCell,
    Version,
)
from tests.api_client import address, key_client, query_count, results
from tests.factories import BoardFactory, OrganisationFactory, PersonFactory, StrandFactory, StrategyFactory

COLLECTIONS = ("strategies", "versions", "strands", "outcomes")


def plan(**fields):
    """A strategy with one of everything."""
    strategy = StrategyFactory(**fields)
    strand = StrandFactory(strategy=strategy, code="A", title="Inclusion", aliases=["Including"], position=1)
    board = BoardFactory()
    organisation = OrganisationFactory()
    post = Post.objects.create(title=f"Director of {strategy.slug}", organisation=organisation)
    sponsor = PersonFactory(name="Alison Known", initials="")
    CoverRole.objects.create(strategy=strategy, role="lead_board", board=board, position=1)
    CoverRole.objects.create(strategy=strategy, role="sponsor", person=sponsor, post=post, position=2)
    Reference.objects.create(strategy=strategy, kind="law", text="Care Act 2014")
    SuccessMatrixCell.objects.create(strategy=strategy, theme="Jobs", question="When?", horizon="By 2020")
    FrameworkCell.objects.create(strategy=strategy, kind="outputs", need="Meeting needs", questions=["What?"])
    key_outcome = KeyOutcome.objects.create(strategy=strategy, number="1", title="Inclusion")
    ImprovementStatement.objects.create(key_outcome=key_outcome, number="1.1", text="More attend")
    version = Version.objects.create(strategy=strategy, label="Version 1")
    days = {"approved_on": date(2016, 4, 4)}
    Approval.objects.create(version=version, kind="stage", approver="Early Draft", position=1, **days)
    Approval.objects.create(version=version, kind="person", approver="Alison Known", position=2, **days)
    Oversight.objects.create(board=board, strategy=strategy, strand=strand)
    Priority.objects.create(strand=strand, code="A1", title="Welcome everyone")
    outcome = Outcome.objects.create(strand=strand, title="Heard", source_text="Herd", position=1)
    Measure.objects.create(outcome=outcome, text="Survey")
    return strategy


@pytest.fixture
def strategy(cast):
    with council_context(cast.council.id):
        return plan(slug="send-strategy", parent_plan="Trust Plan")


def only(cast, path, *scopes):
    [row] = results(key_client(cast.council, *scopes), cast.council, path)
    return row


def test_strategy_has_every_field(cast, strategy):
    row = only(cast, "strategies", "read", "people:read")
    with council_context(cast.council.id):
        key_outcome, board = KeyOutcome.objects.get(), Board.objects.get()
        post = Post.objects.select_related("organisation").get()
    nobody = {"initials": None, "name": None, "post": None, "organisation": None}
    assert row == {
        "id": str(strategy.public_id),
        "slug": "send-strategy",
        "title": strategy.title,
        "kind": "strategy",
        "starts_on": "2016-04-01",
        "ends_on": "2019-03-31",
        "parent_plan": "Trust Plan",
        "key_outcomes": [
            {
                "id": str(key_outcome.public_id),
                "number": "1",
                "title": "Inclusion",
                "improvements": [{"number": "1.1", "text": "More attend"}],
            }
        ],
        "references": [{"kind": "law", "text": "Care Act 2014"}],
        "cover_roles": [
            {"role": "lead_board", "board": board.slug} | nobody,
            {
                "role": "sponsor",
                "board": None,
                "initials": None,
                "name": "Alison Known",
                "post": post.title,
                "organisation": post.organisation.name,
            },
        ],
        "success_matrix": [{"theme": "Jobs", "question": "When?", "items": [], "horizon": "By 2020"}],
        "framework": [{"kind": "outputs", "need": "Meeting needs", "questions": ["What?"]}],
    }


def test_version_has_every_field(cast, strategy):
    row = only(cast, "versions", "read", "people:read")
    assert (row["strategy"], row["label"]) == (str(strategy.public_id), "Version 1")
    assert row["approvals"] == [
        {"approver": "Early Draft", "kind": "stage", "on": "2016-04-04"},
        {"approver": "Alison Known", "kind": "person", "on": "2016-04-04"},
    ]


def test_strand_has_every_field(cast, strategy):
    row = only(cast, "strands")
    with council_context(cast.council.id):
        board = Board.objects.get()
    del row["id"]
    assert row == {
        "strategy": str(strategy.public_id),
        "code": "A",
        "title": "Inclusion",
        "aliases": ["Including"],
        "position": 1,
        "monitored_by": [board.slug],
        "priorities": [{"code": "A1", "title": "Welcome everyone"}],
    }


def test_outcome_has_every_field(cast, strategy):
    strand, row = only(cast, "strands"), only(cast, "outcomes")
    del row["id"]
    assert row == {
        "strand": strand["id"],
        "title": "Heard",
        "is_query": False,
        "measures": ["Survey"],
        "position": 1,
        "source_text": "Herd",
    }


def test_names_are_null_without_the_scope(cast, strategy):
    client = key_client(cast.council)
    for path in COLLECTIONS:
        assert b"Alison" not in client.get(address(cast.council, path)).content
    assert only(cast, "versions")["approvals"][0]["approver"] == "Early Draft"


def test_filters(cast, strategy):
    with council_context(cast.council.id):
        plan(slug="another")
    client = key_client(cast.council)
    for query in (f"strategy={strategy.public_id}", "strategy=send-strategy"):
        for path in ("versions", "strands", "outcomes"):
            assert len(results(client, cast.council, f"{path}?{query}")) == 1
    assert len(results(client, cast.council, "strategies?slug=another")) == 1
    strand = results(client, cast.council, "strands?strategy=another&code=A")[0]
    assert len(results(client, cast.council, f"outcomes?strand={strand['id']}")) == 1
    assert len(results(client, cast.council, "outcomes?strand=A")) == 2


@pytest.mark.parametrize("path", COLLECTIONS)
def test_outsider_is_404(cast, strategy, path):
    assert results(key_client(cast.other), cast.other, path) == []
    one = f"{path}/{only(cast, path)['id']}"
    assert key_client(cast.council).get(address(cast.council, one)).status_code == 200
    assert key_client(cast.other).get(address(cast.other, one)).status_code == 404


@pytest.mark.parametrize("path", COLLECTIONS)
def test_queries_do_not_grow_with_the_rows(cast, strategy, path):
    client = key_client(cast.council)
    few = query_count(client, cast.council, path)
    with council_context(cast.council.id):
        for _ in range(20):
            plan()
    assert len(results(client, cast.council, path)) == 21
    assert query_count(client, cast.council, path) == few
