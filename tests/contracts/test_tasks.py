"""Every task runs for one council, and finds nothing when it gets ids of another council."""

import pytest
from celery import current_app
from django.core import mail
from django.core.exceptions import ImproperlyConfigured

from councils.models import Change, Organisation, Person
from councils.tenancy import NoCouncil, council_context
from councils.tenancy.tasks import CouncilTask
from sendplan.celery import app
from tests.contracts.sides import CANARY, Side
from tests.contracts.task_examples import DIRECTORY_TASKS, TASKS, WAKES_COUNCILS

app.loader.import_default_modules()
OURS = {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}


@pytest.fixture
def sides(db):
    return Side.make("north"), Side.make("south")


def test_every_task_has_its_example():
    assert set(OURS) == TASKS.keys() | DIRECTORY_TASKS.keys()


def test_every_task_has_the_base_that_opens_the_council():
    assert current_app.tasks is app.tasks
    assert [name for name, task in app.tasks.items() if not isinstance(task, CouncilTask)] == []
    assert {name for name, task in OURS.items() if task.directory} == DIRECTORY_TASKS.keys()


@pytest.mark.parametrize("name", TASKS)
@pytest.mark.parametrize(
    "wrong", [{}, {"council_id": None}, {"council_id": "1"}], ids=["none", "null", "text"]
)
def test_a_task_without_its_council_is_refused(name, wrong):
    with pytest.raises(ImproperlyConfigured, match="must be given council_id"):
        OURS[name](**wrong)


@pytest.fixture
def woken(monkeypatch):
    """Record what tasks would queue."""
    queued = []
    monkeypatch.setattr(
        CouncilTask, "apply_async", lambda task, args, kwargs, **_: queued.append((task.name, kwargs))
    )
    return queued


def _given(side, wanted):
    """An argument of an example: as it stands, or what the other council's row has."""
    if isinstance(wanted, str):
        return wanted
    if isinstance(wanted, tuple):
        model, attribute = wanted
        return str(getattr(side.rows.one(model), attribute))
    return side.rows.one(wanted).id


@pytest.mark.parametrize("name", TASKS)
def test_a_task_finds_nothing_of_another_council(name, sides, woken):
    north, south = sides
    with_ids = {key: _given(south, wanted) for key, wanted in TASKS[name].items()}
    before = south.last_change()
    result = OURS[name](council_id=north.council.id, **with_ids)
    assert CANARY["south"] not in repr(result)
    assert south.last_change() == before
    assert mail.outbox == []
    assert {kwargs["council_id"] for _, kwargs in woken} <= {north.council.id}


@pytest.mark.parametrize("name", sorted(DIRECTORY_TASKS))
def test_a_task_of_no_council_reads_no_councils_rows(name, sides, woken):
    before = [side.last_change() for side in sides]
    OURS[name](**DIRECTORY_TASKS[name])
    assert [side.last_change() for side in sides] == before
    councils = {side.council.id for side in sides}
    assert {kwargs["council_id"] for _, kwargs in woken} == (councils if name in WAKES_COUNCILS else set())


def bound(kind):
    """Create a task that is not registered with the queue."""
    kind.bind(app)
    return kind()


def test_council_rows_do_not_exist_for_a_task_of_no_council(sides):
    class Peek(CouncilTask):
        name = "peek"
        directory = True

        def run(self):
            return Person.objects.count()

    with pytest.raises(NoCouncil):
        bound(Peek)()


def test_a_task_sees_its_own_council_and_signs_what_it_writes(sides):
    class Add(CouncilTask):
        name = "add"

        def run(self, *, council_id):
            return Organisation.objects.create(name="Forum").council_id

    north, _ = sides
    assert bound(Add)(council_id=north.council.id) == north.council.id
    with council_context(north.council.id):
        assert Change.objects.latest("seq").actor == "task:add"
