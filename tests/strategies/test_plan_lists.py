"""Edit the lists of a strategy and its strands through their pages."""

from datetime import date

import pytest
from django.http import QueryDict

from councils.models import Change, Organisation
from councils.permissions import Role
from councils.tenancy import council_context
from strategies.actions import ListRow, save_list
from strategies.forms import FORMS, pasted_into
from strategies.models import (
    Approval,
    CoverRole,
    FrameworkCell,
    ImprovementStatement,
    KeyOutcome,
    Measure,
    Outcome,
    PlannedAction,
    PrintedPriority,
    Priority,
    Reference,
    Strand,
    SuccessMatrixCell,
    Version,
)
from strategies.plan_lists import STRAND_LISTS, STRATEGY_LISTS
from tests.factories import (
    BoardFactory,
    DeliverableFactory,
    IndicatorFactory,
    PersonFactory,
    StrandFactory,
    StrategyFactory,
)
from tests.pages import FRAME, main_text_of, text_of

STRATEGY = "/northport/strategies/send/"
STRAND = f"{STRATEGY}strands/A/"


@pytest.fixture
def strand(cast):
    with council_context(cast.council.id):
        strategy = StrategyFactory(
            slug="send", title="SEND plan", strand_noun="Section", deliverable_noun="Milestone"
        )
        return StrandFactory(strategy=strategy, code="A", title="Inclusion")


def filled(client, path, **changes):
    """What the browser would send from the page, with some cells changed: `row1_title="…"`, `new0_title="…"`."""
    form = client.get(path).context["form"]
    data = {}
    for row in form.all_rows:
        for field in row:
            value = field.value()
            if value not in (None, "", False):
                data[field.html_name] = "on" if value is True else value
    for name, value in changes.items():
        place, _, column = name.partition("_")
        prefix = (
            form.rows[int(place.removeprefix("row")) - 1].prefix
            if place.startswith("row")
            else place.replace("new", "new-")
        )
        data[f"{prefix}-{column}"] = value
    return data


def post(cast, path, **changes):
    client = cast.client()
    return client.post(path, filled(client, path, **changes))


def rows(cast, model, *columns):
    with council_context(cast.council.id):
        return list(model.objects.order_by("position", "id").values_list(*columns))


def test_strands_of_a_new_plan_go_in_at_once(cast, strand):
    path = f"{STRATEGY}lists/strands/"
    client = cast.client()
    data = filled(client, path)
    data["pasted"] = (
        "B\tUniversal provision\nC – Targeted provision\n\n4 Specialist provision\nE: Whole system"
    )
    response = client.post(path, data)
    assert response.headers["Location"] == STRATEGY
    assert rows(cast, Strand, "code", "title")[1:] == [
        ("B", "Universal provision"),
        ("C", "Targeted provision"),
        ("4", "Specialist provision"),
        ("E", "Whole system"),
    ]
    page = text_of(client.get(STRATEGY))
    assert "Sections saved." in page and "Undo" in page
    log = text_of(client.get("/northport/changes/?view=log"))
    assert "changed the parts of the plan: B Universal provision and 3 more" in log


def test_a_pasted_line_with_a_fault_is_a_row_with_its_error_and_nothing_is_saved(cast, strand):
    path = f"{STRATEGY}lists/strands/"
    client = cast.client()
    data = filled(client, path)
    data["pasted"] = "B Universal\nWithoutcode\nC Targeted"
    response = client.post(path, data)
    assert response.status_code == 422
    page = response.content.decode()
    assert "New section 2: Enter the code" in page
    assert 'value="Withoutcode"' in page and 'value="Targeted"' in page
    assert len(rows(cast, Strand, "code")) == 1


def test_more_lines_than_a_list_takes_stay_in_the_box():
    data = QueryDict(mutable=True)
    data["pasted"] = "\n".join(f"{number} Title" for number in range(203))
    together = pasted_into(data, FORMS["strands"])
    assert together["new-199-code"] == "199"
    assert together["pasted"] == "200 Title\n201 Title\n202 Title"


def test_rows_swap_codes_move_and_keep_their_identity(cast, strand):
    with council_context(cast.council.id):
        for place, code in enumerate(("A1", "A2", "A3"), 1):
            Priority.objects.create(strand=strand, code=code, title=f"Aim {code}", position=place)
        before = {row.title: row.public_id for row in Priority.objects.all()}
    path = f"{STRAND}lists/priorities/"
    assert post(cast, path, row1_code="A2", row2_code="A1", row3_place="1").status_code == 302
    assert rows(cast, Priority, "code", "title") == [("A3", "Aim A3"), ("A2", "Aim A1"), ("A1", "Aim A2")]
    with council_context(cast.council.id):
        assert {row.title: row.public_id for row in Priority.objects.all()} == before
        change = Change.objects.latest("seq")
        assert (change.verb, change.actor) == ("priorities.changed", cast.actor().reference)


def test_a_row_is_called_by_its_place_and_has_each_input_once(cast, strand):
    with council_context(cast.council.id):
        row = Priority.objects.create(strand=strand, code="A1", title="Aim")
    page = cast.client().get(f"{STRAND}lists/priorities/").content.decode()
    assert ">Priority 1</legend>" in page
    assert page.count(f'name="{row.public_id}-title"') == 1


def test_nothing_is_written_when_nothing_is_different(cast, strand):
    with council_context(cast.council.id):
        Priority.objects.create(strand=strand, code="A1", title="Aim")
        last = Change.objects.latest("seq").seq
    client = cast.client()
    path = f"{STRAND}lists/priorities/"
    client.post(path, filled(client, path))
    assert "Nothing was changed" in text_of(client.get(STRAND))
    with council_context(cast.council.id):
        assert Change.objects.latest("seq").seq == last


def test_a_code_twice_is_refused_at_its_row(cast, strand):
    with council_context(cast.council.id):
        Priority.objects.create(strand=strand, code="A1", title="Aim")
    response = post(cast, f"{STRAND}lists/priorities/", new0_code="A1", new0_title="Another")
    assert response.status_code == 422
    assert "New priority 1: A1 is in this list twice" in text_of(response)
    assert 'value="Another"' in response.content.decode()
    assert len(rows(cast, Priority, "code")) == 1


def test_a_removed_row_is_gone_and_a_half_filled_one_is_named(cast, strand):
    with council_context(cast.council.id):
        Priority.objects.create(strand=strand, code="A1", title="Aim")
    path = f"{STRAND}lists/priorities/"
    response = post(cast, path, row1_remove="on", new1_title="No code")
    assert response.status_code == 422
    assert "New priority 2: Enter the code" in text_of(response)
    assert post(cast, path, row1_remove="on").status_code == 302
    assert rows(cast, Priority, "code") == []


def test_a_strand_with_deliverables_cannot_be_removed(cast, strand):
    with council_context(cast.council.id):
        DeliverableFactory(strand=strand)
        DeliverableFactory(strand=strand)
        StrandFactory(strategy=strand.strategy, code="B", title="Empty")
    path = f"{STRATEGY}lists/strands/"
    response = post(cast, path, row1_remove="on", row2_title="New title")
    assert response.status_code == 422
    assert "A: Inclusion still has 2 milestones. Move them first, or keep it" in text_of(response)
    assert "New title" in response.content.decode()
    assert rows(cast, Strand, "title") == [("Inclusion",), ("Empty",)]
    assert post(cast, path, row2_remove="on").status_code == 302
    assert rows(cast, Strand, "title") == [("Inclusion",)]


def test_a_strand_whose_deliverables_are_all_dropped_says_so_and_which(cast, strand):
    with council_context(cast.council.id):
        for title in "One", "Two":
            DeliverableFactory(
                strand=strand, title=title, dropped_on=date(2016, 7, 1), dropped_reason="Done."
            )
    response = post(cast, f"{STRATEGY}lists/strands/", row1_remove="on")
    assert response.status_code == 422
    said = text_of(response)
    assert "A: Inclusion still has 2 dropped milestones." in said
    assert "the page of its strand lists it: “One” and “Two”. Bring it back and move it first" in said
    with council_context(cast.council.id):
        for title in "Three", "Four", "Five", "Six":
            DeliverableFactory(
                strand=strand, title=title, dropped_on=date(2016, 7, 1), dropped_reason="Done."
            )
        DeliverableFactory(strand=strand, title="Kept")
    said = text_of(post(cast, f"{STRATEGY}lists/strands/", row1_remove="on"))
    assert "A: Inclusion still has 6 dropped milestones and 1 milestone." in said
    assert "and 1 more. Bring it back" in said
    assert rows(cast, Strand, "title") == [("Inclusion",)]


def test_a_key_outcome_that_indicators_measure_cannot_be_removed(cast, strand):
    with council_context(cast.council.id):
        outcome = KeyOutcome.objects.create(strategy=strand.strategy, number="1", title="Inclusion")
        IndicatorFactory(strategy=strand.strategy, set="main", key_outcome=outcome)
    response = post(cast, f"{STRATEGY}lists/key-outcomes/", row1_remove="on")
    assert "Inclusion still has 1 indicator." in text_of(response)


def test_someone_elses_cells_stay_and_a_cell_changed_by_both_is_shown(cast, strand):
    with council_context(cast.council.id):
        Priority.objects.create(strand=strand, code="A1", title="Aim")
    client, path = cast.client(), f"{STRAND}lists/priorities/"
    mine = filled(client, path, row1_code="A9")
    both = filled(client, path, row1_title="Mine")
    with council_context(cast.council.id):
        Priority.objects.update(title="Theirs")
        Priority.objects.create(strand=strand, code="A2", title="Added by them", position=1)
    assert client.post(path, mine).status_code == 302
    assert rows(cast, Priority, "code", "title") == [("A9", "Theirs"), ("A2", "Added by them")]
    response = client.post(path, both)
    assert response.status_code == 409
    assert "Priority 1: Title Saved: Theirs You typed: Mine" in text_of(response)
    assert rows(cast, Priority, "title")[0] == ("Theirs",)


def test_a_row_that_someone_else_removed_comes_back_if_it_was_changed(cast, strand):
    with council_context(cast.council.id):
        Priority.objects.create(strand=strand, code="A1", title="Aim")
    client, path = cast.client(), f"{STRAND}lists/priorities/"
    data = filled(client, path, row1_title="Reworded")
    with council_context(cast.council.id):
        Priority.objects.all().delete()
    response = client.post(path, data)
    assert response.status_code == 409
    assert 'value="Reworded"' in response.content.decode()


def test_measures_are_lines_that_stay_the_same_rows(cast, strand):
    path = f"{STRAND}lists/outcomes/"
    assert (
        post(cast, path, new0_title="Children are heard", new0_measures="Survey\nComplaints").status_code
        == 302
    )
    with council_context(cast.council.id):
        _, complaints = Measure.objects.values_list("pk", flat=True)
    post(cast, path, row1_measures="Attendance\nSurvey of families\nComplaints", row1_is_query="on")
    assert rows(cast, Measure, "text") == [("Attendance",), ("Survey of families",), ("Complaints",)]
    with council_context(cast.council.id):
        assert Measure.objects.get(text="Complaints").pk == complaints
        assert Outcome.objects.get().is_query
    post(cast, path, row1_measures="Complaints")
    assert rows(cast, Measure, "text", "pk") == [("Complaints", complaints)]
    said = text_of(cast.client().get(STRAND))
    assert "Open question Children are heard" in said


def test_improvement_statements_begin_with_their_number(cast, strand):
    path = f"{STRATEGY}lists/key-outcomes/"
    response = post(cast, path, new0_title="Inclusion", new0_improvements="1.1 Attendance\nExclusions")
    assert response.status_code == 422
    assert "New key outcome 1: Line 2 must begin with its number" in text_of(response)
    post(
        cast,
        path,
        new0_number="1",
        new0_title="Inclusion",
        new0_improvements="1.1 Attendance\n1.2 Exclusions",
    )
    assert rows(cast, ImprovementStatement, "number", "text") == [
        ("1.1", "Attendance"),
        ("1.2", "Exclusions"),
    ]


@pytest.mark.parametrize(
    ("name", "cells", "model", "stored"),
    [
        ("principles", {"text": "Inclusion"}, Reference, {"kind": "principle", "text": "Inclusion"}),
        ("laws", {"text": "Act 2014"}, Reference, {"kind": "law", "text": "Act 2014"}),
        (
            "framework",
            {"kind": "outputs", "need": "Meeting", "questions": "How much?\nHow well?"},
            FrameworkCell,
            {"kind": "outputs", "need": "Meeting", "questions": ["How much?", "How well?"]},
        ),
        (
            "success",
            {"theme": "Voice", "question": "How do we know?", "items": "Survey", "horizon": "3 years"},
            SuccessMatrixCell,
            {"theme": "Voice", "items": ["Survey"], "horizon": "3 years"},
        ),
        ("versions", {"label": "Draft 1"}, Version, {"label": "Draft 1"}),
    ],
)
def test_lists_of_a_strategy(cast, strand, name, cells, model, stored):
    path = f"{STRATEGY}lists/{name}/"
    assert post(cast, path, **{f"new0_{column}": value for column, value in cells.items()}).status_code == 302
    with council_context(cast.council.id):
        row = model.objects.get()
        assert {column: getattr(row, column) for column in stored} == stored
        assert row.strategy == strand.strategy
    shown = cast.client().get(path).context["form"].rows[0]
    assert {column: shown[column].value() for column in cells} == cells


@pytest.mark.parametrize(
    ("name", "model", "line", "stored"),
    [
        ("planned-actions", PlannedAction, "Autism\tTrain one school", ("Autism", "Train one school")),
        ("planned-actions", PlannedAction, "Train one school", ("", "Train one school")),
        ("printed-priorities", PrintedPriority, "Part II\tA1\tEthos", ("Part II", "A1", "Ethos")),
    ],
)
def test_lists_of_a_strand_take_pasted_lines(cast, strand, name, model, line, stored):
    path = f"{STRAND}lists/{name}/"
    assert cast.client().post(path, {"pasted": line}).status_code == 302
    columns = ("heading", "text") if model is PlannedAction else ("chapter", "code", "text")
    assert rows(cast, model, *columns) == [stored]


def test_a_printed_priority_says_which_priority_it_means(cast, strand):
    with council_context(cast.council.id):
        priority = Priority.objects.create(strand=strand, code="A1", title="Aim")
        PrintedPriority.objects.create(strand=strand, chapter="Part II", code="A2", text="Words")
    post(cast, f"{STRAND}lists/printed-priorities/", row1_means=str(priority.public_id))
    assert rows(cast, PrintedPriority, "means_id") == [(priority.pk,)]


def test_roles_on_the_cover_are_held_by_boards_and_people(cast, strand):
    with council_context(cast.council.id):
        board, person = BoardFactory(name="SEND Board"), PersonFactory(name="Ann Example", initials="AE")
    path = f"{STRATEGY}lists/cover/"
    response = post(
        cast,
        path,
        new0_role="lead_board",
        new0_holder=str(board.public_id),
        new1_role="lead",
        new1_holder=str(person.public_id),
    )
    assert response.status_code == 302
    assert rows(cast, CoverRole, "role", "board_id", "person_id") == [
        ("lead_board", board.pk, None),
        ("lead", None, person.pk),
    ]
    assert "Lead Ann Example" in text_of(cast.client().get(STRATEGY))
    response = post(cast, path, row1_holder="")
    assert "Role 1: Choose a board or a person" in text_of(response)


def test_approvals_name_a_version_and_who_approved_it(cast, strand):
    with council_context(cast.council.id):
        first = Version.objects.create(strategy=strand.strategy, label="Draft 1", position=1)
        board = BoardFactory(name="SEND Board")
        Organisation.objects.create(name="Health Trust")
    path = f"{STRATEGY}lists/approvals/"
    version = str(first.public_id)
    response = post(cast, path, new0_version=version, new0_by="stage", new0_approved_on="4 April 2016")
    assert "Enter who approved it, or the stage, as printed" in text_of(response)
    post(
        cast,
        path,
        new0_version=version,
        new0_by="stage",
        new0_approver="Early draft",
        new0_approved_on="4 April 2016",
        new1_version=version,
        new1_by=str(board.public_id),
        new1_approved_on="05/04/2016",
    )
    assert rows(cast, Approval, "kind", "approver", "board_id", "approved_on") == [
        ("stage", "Early draft", None, date(2016, 4, 4)),
        ("board", "SEND Board", board.pk, date(2016, 4, 5)),
    ]
    assert "Draft 1 Early draft 4 April 2016 SEND Board 5 April 2016" in text_of(cast.client().get(STRATEGY))


@pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER, Role.APPROVER])
def test_who_may_not_change_the_plan_is_refused(cast, strand, role):
    client = cast.client(role)
    for path in (f"{STRATEGY}lists/laws/", f"{STRAND}lists/priorities/"):
        assert client.get(path).status_code == 403
        assert client.post(path, {"pasted": "A1 Words"}).status_code == 403
    assert rows(cast, Priority, "code") == rows(cast, Reference, "text") == []


def test_for_an_outsider_and_for_unknown_lists_there_is_no_such_page(cast, strand):
    for path in (f"{STRATEGY}lists/laws/", f"{STRAND}lists/priorities/"):
        assert cast.outsider_client().get(path).status_code == 404
        assert cast.outsider_client().get(path.replace("northport", "southshire")).status_code == 404
    assert cast.client().get(f"{STRATEGY}lists/priorities/").status_code == 404
    assert cast.client().get(f"{STRAND}lists/laws/").status_code == 404


@pytest.mark.parametrize("name", STRATEGY_LISTS)
def test_every_list_of_a_strategy_has_its_page(cast, strand, name):
    assert cast.client().get(f"{STRATEGY}lists/{name}/").status_code == 200


@pytest.mark.parametrize("name", STRAND_LISTS)
def test_every_list_of_a_strand_has_its_page_and_a_link_to_it(cast, strand, name):
    assert cast.client().get(f"{STRAND}lists/{name}/").status_code == 200
    assert f"{STRAND}lists/{name}/" in cast.client().get(STRAND).content.decode()


@pytest.mark.parametrize("more", [0, 20])
def test_a_list_is_saved_in_one_statement_for_each_kind_of_change(
    cast, strand, more, django_assert_num_queries
):
    with council_context(cast.council.id, actor="x"):
        for number in range(more + 4):
            Priority.objects.create(strand=strand, code=f"A{number}", title="Aim", position=number)
        plan_list = STRAND_LISTS["priorities"]
        stored = plan_list.rows(strand)
        said = [
            ListRow(row.public_id, {"code": row.code, "title": f"{row.title} {row.code}"})
            for row in stored[1:]
        ] + [ListRow(None, {"code": f"N{number}", "title": "New"}) for number in range(more + 1)]
        with django_assert_num_queries(10):
            save_list(
                plan_list=plan_list, owner=strand, rows=said, removed=[stored[0].public_id], by=cast.actor()
            )
        assert Priority.objects.count() == 2 * more + 4


@pytest.mark.parametrize("more", [0, 15])
def test_the_page_of_a_list_has_a_fixed_number_of_queries(cast, strand, more, django_assert_num_queries):
    with council_context(cast.council.id):
        version = Version.objects.create(strategy=strand.strategy, label="Draft 1")
        for number in range(1 + more):
            Approval.objects.create(
                version=version,
                kind="board",
                approver="B",
                board=BoardFactory(),
                approved_on=date(2016, 4, 4),
            )
            outcome = Outcome.objects.create(strand=strand, title=f"Outcome {number}")
            Measure.objects.create(outcome=outcome, text="Survey")
    client = cast.client()
    with django_assert_num_queries(FRAME + 7):
        client.get(f"{STRATEGY}lists/approvals/")
    with django_assert_num_queries(FRAME + 4):
        client.get(f"{STRAND}lists/outcomes/")


def test_a_matrix_with_a_missing_cell_keeps_its_columns(cast, strand):
    with council_context(cast.council.id):
        for theme, question, items in (("Voice", "What?", ["Heard"]), ("Health", "When?", ["Soon"])):
            SuccessMatrixCell.objects.create(
                strategy=strand.strategy, theme=theme, question=question, items=items
            )
    page = cast.client().get(STRATEGY)
    assert page.context["plan"].success_questions == ["What?", "When?"]
    assert [len(theme.lines) for theme in page.context["plan"].success] == [2, 2]
    assert "Theme What? When? Voice Heard Health Soon" in main_text_of(page)
