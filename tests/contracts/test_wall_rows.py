"""Wall for every model: another council cannot see, write or refer to a row."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from assessments.models import Judgement, JudgementLink
from councils.models import Change, Council, Person, Post
from councils.tenancy import council_context
from deliverables.models import ApprovalRule, Assignment
from evidence.models import AreaItem, EvidenceLink
from indicators.models import Indicator
from minutes.models import Entry, Interest
from packs.models import Snapshot
from plan_versions.models import ApprovalStep, PlanVersion
from returns.models import Sending
from strategies.models import Approval, CoverRole
from tests.contracts.rows import COUNCIL_MODELS, WRITABLE_MODELS, WRITTEN_BY_TRIGGERS, Rows
from voice.models import Comment

pytestmark = pytest.mark.django_db


class Side:
    """A council and its rows."""

    def __init__(self, slug):
        self.council = Council.objects.create(slug=slug, name=slug.title())
        self.rows = Rows(slug)

    def context(self):
        return council_context(self.council.id)

    def one(self, model):
        with self.context():
            self.rows.one(Person)  # so that the log has a row too
            return self.rows.one(model)


@pytest.fixture
def north():
    return Side("north")


@pytest.fixture
def south():
    return Side("south")


def label(model):
    return model._meta.label


def executed(sql, parameters):
    """Number of rows that a statement changed, in its own savepoint."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.rowcount


def test_no_model_is_left_out():
    assert len(COUNCIL_MODELS) >= 40
    assert {Person, Snapshot, Change} < set(COUNCIL_MODELS)


@pytest.mark.parametrize("model", COUNCIL_MODELS, ids=label)
def test_a_row_exists_for_its_own_council_alone(model, north, south):
    row, table = north.one(model), model._meta.db_table
    seen = f"select count(*) from {table} where id = %s"
    with north.context(), connection.cursor() as cursor:
        cursor.execute(seen, [row.id])
        assert cursor.fetchone() == (1,)
        assert model._base_manager.filter(id=row.id).exists()
    with south.context(), connection.cursor() as cursor:
        cursor.execute(seen, [row.id])
        assert cursor.fetchone() == (0,)
        assert not model._base_manager.filter(id=row.id).exists()
        assert not model._default_manager.filter(id=row.id).exists()
    with connection.cursor() as cursor:  # without a council, no row exists
        cursor.execute(f"select count(*) from {table}")
        assert cursor.fetchone() == (0,)


GROWING_MODELS = [model for model in WRITABLE_MODELS if model.append_only]
CHANGEABLE_MODELS = [model for model in WRITABLE_MODELS if not model.append_only]


@pytest.mark.parametrize("model", CHANGEABLE_MODELS, ids=label)
def test_a_row_cannot_be_changed_from_another_council(model, north, south):
    row, table = north.one(model), model._meta.db_table
    with south.context():
        assert executed(f"update {table} set public_id = public_id where id = %s", [row.id]) == 0
        assert executed(f"update {table} set council_id = %s where id = %s", [south.council.id, row.id]) == 0
        assert executed(f"delete from {table} where id = %s", [row.id]) == 0


@pytest.mark.parametrize("model", WRITABLE_MODELS, ids=label)
def test_a_row_cannot_be_written_into_another_council(model, north, south):
    table, row = model._meta.db_table, _as_json(north, north.one(model))
    copy = f"insert into {table} overriding system value select (jsonb_populate_record(null::{table}, %s)).*"
    with south.context(), pytest.raises(ProgrammingError, match="row-level security"):
        executed(copy, [row])


@pytest.mark.parametrize("model", CHANGEABLE_MODELS, ids=label)
def test_a_row_cannot_be_given_to_another_council(model, north, south):
    row, table = north.one(model), model._meta.db_table
    with north.context(), pytest.raises(ProgrammingError, match="row-level security"):
        executed(f"update {table} set council_id = %s where id = %s", [south.council.id, row.id])


@pytest.mark.parametrize("model", GROWING_MODELS, ids=label)
def test_a_row_that_is_frozen_is_never_changed(model, north):
    row, table = north.one(model), model._meta.db_table
    for statement in (f"update {table} set id = id where id = %s", f"delete from {table} where id = %s"):
        with north.context(), pytest.raises(ProgrammingError, match="permission denied"):
            executed(statement, [row.id])


@pytest.mark.parametrize("model", WRITTEN_BY_TRIGGERS, ids=label)
def test_the_log_cannot_be_written_even_by_its_own_council(model, north):
    row, table = north.one(model), model._meta.db_table
    for statement in (
        f"update {table} set seq = 0 where id = %s",
        f"delete from {table} where id = %s",
        f"insert into {table} (council_id, seq) values (%s, 99)",
    ):
        with north.context(), pytest.raises(ProgrammingError, match="permission denied"):
            executed(statement, [row.id])


REFERENCES = [
    (model, field)
    for model in WRITABLE_MODELS
    for field in model._meta.local_fields
    if field.related_model in COUNCIL_MODELS
]
FITTING = {
    (Approval, "board"): {"kind": "board"},
    (Approval, "organisation"): {"kind": "organisation"},
    (Approval, "post"): {"kind": "post"},
    (Approval, "person"): {"kind": "person"},
    (ApprovalStep, "organisation"): {"kind": "organisation", "board": None},
    (ApprovalStep, "post"): {"kind": "post", "board": None},
    (ApprovalStep, "person"): {"kind": "person", "board": None},
    (PlanVersion, "version"): {"draft_label": ""},
    (ApprovalRule, "board"): {"strand": None},
    (AreaItem, "strand"): {"deliverable": None},
    (AreaItem, "indicator"): {"deliverable": None},
    (Assignment, "post"): {"person": None},
    (Comment, "indicator"): {"deliverable": None},
    (Comment, "pack"): {"deliverable": None},
    (EvidenceLink, "indicator"): {"deliverable": None},
    (EvidenceLink, "area"): {"deliverable": None},
    (Interest, "guest"): {"attendance": None},
    (CoverRole, "board"): {"person": None},
    (Judgement, "person"): {"outside": ""},
    (Judgement, "post"): {"outside": ""},
    (Judgement, "organisation"): {"outside": ""},
    (JudgementLink, "indicator"): {"deliverable": None},
    (JudgementLink, "evidence"): {"deliverable": None},
    (Sending, "post"): {"person": None},
    (Indicator, "key_outcome"): {"set": "main"},
    (Indicator, "parent"): {"depth": 1},
    (Entry, "to_board"): {"kind": "escalation"},
}
"""Other values that a row's constraints need when this reference is set."""


@pytest.mark.parametrize(
    ("model", "field"), REFERENCES, ids=[f"{label(model)}.{field.name}" for model, field in REFERENCES]
)
def test_a_reference_into_another_council_is_refused(model, field, north, south):
    foreign = north.one(field.related_model)
    given = FITTING.get((model, field.name), {})
    with south.context(), pytest.raises(IntegrityError) as refused, transaction.atomic():
        south.rows.new(model, **given, **{field.attname: foreign.id})
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
    assert f'"{model._meta.db_table}_{field.column}_wall"' in str(refused.value)


def test_the_same_reference_inside_the_council_is_accepted(south):
    with south.context(), transaction.atomic():
        holder = south.rows.new(Person)
        south.rows.new(Post, holder=holder)
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")


def _as_json(side, row):
    with side.context(), connection.cursor() as cursor:
        cursor.execute(f"select to_jsonb(t)::text from {row._meta.db_table} t where id = %s", [row.id])
        (text,) = cursor.fetchone()
        return text
