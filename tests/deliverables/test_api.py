"""Tests of the API for deliverables and updates: same judgement as the dashboard, same action as the form."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from councils.models import Change, Council
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.actions import choose_approval
from deliverables.models import Deliverable, DuePoint, ProgressUpdate
from deliverables.summaries import deliverable_states
from strategies.models import ReportingPeriod
from tests.api_client import ALL_SCOPES, address, errors, key_client, query_count, results
from tests.cast import TODAY, signed_in
from tests.factories import (
    AssignmentFactory,
    DeliverableFactory,
    DuePointFactory,
    PeriodFactory,
    PersonFactory,
    ProgressUpdateFactory,
    StrandFactory,
    StrategyFactory,
)

QUARTERS = ("2015-16-Q4", "2016-17-Q1", "2016-17-Q2", "2016-17-Q3")


@pytest.fixture
def strand(cast):
    """Strand A of a strategy. Today is 8 July 2016. The last quarter of 2015–16 is closed."""
    with council_context(cast.council.id):
        for label in QUARTERS:
            PeriodFactory(label=label)
        ReportingPeriod.objects.filter(label="2015-16-Q4").update(closed_at="2016-05-01T12:00Z")
        return StrandFactory(code="A", strategy=StrategyFactory(slug="send-strategy"))


@pytest.fixture
def deliverable(cast, strand):
    with council_context(cast.council.id):
        made = DeliverableFactory(
            strand=strand,
            number="1.",
            title="Publish the Local Offer",
            detail=["All regulations are met"],
            source_text={"by_when": "Sep 16"},
        )
        for position, due_on in enumerate((date(2016, 9, 30), date(2017, 3, 31)), 1):
            DuePointFactory(deliverable=made, position=position, due_on=due_on, source_text="Sep 16")
        julia = PersonFactory(initials="JK", name="Julia Known", state="identified")
        AssignmentFactory(deliverable=made, person=julia, state="identified")
        AssignmentFactory(deliverable=made, role="joint", state="to_confirm", position=2)
        board = PersonFactory(initials="SB")
        AssignmentFactory(deliverable=made, role="reporting", person=board, position=3)
        return made


def deliverables(cast, query="", *scopes):
    return results(key_client(cast.council, *scopes), cast.council, f"deliverables{query}")


# Reading deliverables


def test_deliverable_has_every_field(cast, deliverable):
    [row] = deliverables(cast, "", "read", "people:read")
    assert row == {
        "id": str(deliverable.public_id),
        "strategy": str(deliverable.strategy.public_id),
        "strand": "A",
        "outcome": None,
        "number": "1.",
        "position": deliverable.position,
        "title": "Publish the Local Offer",
        "detail": ["All regulations are met"],
        "refers_to": None,
        "leads": [
            {
                "initials": "JK",
                "name": "Julia Known",
                "role": "lead",
                "qualifier": None,
                "state": "identified",
            },
            {"initials": None, "name": None, "role": "joint", "qualifier": None, "state": "to_confirm"},
        ],
        "reporting_to": [
            {"initials": "SB", "name": None, "role": "reporting", "qualifier": None, "state": "to_identify"}
        ],
        "due_points": [
            {
                "label": None,
                "due_on": due_on,
                "precision": "month",
                "source_text": "Sep 16",
                "original_due_on": due_on,
                "done_on": None,
            }
            for due_on in ("2016-09-30", "2017-03-31")
        ],
        "stated_rag": "not_rated",
        "schedule_rag": "green",
        "schedule_reason": "A part is due by Sep 2016, in 2 months.",
        "last_update_on": None,
        "source_text": {"by_when": "Sep 16"},
        "version": 1,
    }
    one = key_client(cast.council, "read", "people:read").get(
        address(cast.council, f"deliverables/{row['id']}")
    )
    assert one.json() == row


def test_names_of_leads_are_null_without_the_scope(cast, deliverable):
    response = key_client(cast.council).get(address(cast.council, "deliverables"))
    assert response.json()["results"][0]["leads"][0]["initials"] == "JK"
    assert b"Julia" not in response.content


def test_undated_deliverable_has_no_due_points_and_is_not_rated(cast, strand):
    with council_context(cast.council.id):
        DeliverableFactory(strand=strand, number="")
    [row] = deliverables(cast)
    assert (row["due_points"], row["schedule_rag"], row["number"]) == ([], "not_rated", None)


def test_outsider_sees_none(cast, deliverable):
    assert results(key_client(cast.other), cast.other, "deliverables") == []
    response = key_client(cast.other).get(address(cast.other, f"deliverables/{deliverable.public_id}"))
    assert response.status_code == 404


def test_council_without_quarters_still_reads_its_plan(cast):
    with council_context(cast.council.id):
        DuePointFactory(due_on=date(2016, 6, 30))
    [row] = deliverables(cast)
    assert (row["stated_rag"], row["schedule_rag"]) == ("not_rated", "red")


def test_a_quarter_is_judged_as_its_dashboard_is(cast, deliverable):
    with council_context(cast.council.id):
        q4, q1 = (PeriodFactory(label=label) for label in QUARTERS[:2])
        early, late = "2016-04-10T12:00Z", "2016-07-01T12:00Z"
        ProgressUpdateFactory(
            deliverable=deliverable, period=q4, rag="green", recorded_at=early, recorded_on=date(2016, 4, 10)
        )
        ProgressUpdateFactory(
            deliverable=deliverable, period=q1, rag="red", recorded_at=late, recorded_on=date(2016, 7, 1)
        )
    assert deliverables(cast)[0]["stated_rag"] == "red"
    assert deliverables(cast, "?quarter=2016-17-Q1")[0]["stated_rag"] == "red"
    [row] = deliverables(cast, "?quarter=2015-16-Q4")
    assert (row["stated_rag"], row["last_update_on"]) == ("green", "2016-04-10")
    path = address(cast.council, f"deliverables/{row['id']}?quarter=2015-16-Q4")
    assert key_client(cast.council).get(path).json() == row


@pytest.mark.parametrize("name", ["stated_rag", "schedule_rag"])
def test_rating_that_is_none_is_400_that_names_the_ratings(cast, deliverable, name):
    response = key_client(cast.council).get(address(cast.council, f"deliverables?{name}=blue"))
    assert response.status_code == 400
    assert errors(response) == [
        {"parameter": name, "detail": "“blue” is not one of red, amber, green, complete, not_rated."}
    ]


@pytest.mark.parametrize("quarter", ["2016-17-Q9", "2016-17-Q3", "Q1"])
def test_quarter_that_cannot_be_shown_is_400_that_names_the_known(cast, deliverable, quarter):
    response = key_client(cast.council).get(address(cast.council, f"deliverables?quarter={quarter}"))
    assert response.status_code == 400
    [error] = errors(response)
    assert error["parameter"] == "quarter"
    assert "2016-17-Q1" in error["detail"]


def test_filters(cast, deliverable, strand):
    with council_context(cast.council.id):
        other = DeliverableFactory(strand=StrandFactory(code="B", strategy=strand.strategy, position=9_999))
        DuePointFactory(deliverable=other, due_on=date(2016, 6, 30))
        ProgressUpdateFactory(deliverable=other, period=PeriodFactory(label="2016-17-Q1"), rag="amber")
    first, second = str(deliverable.public_id), str(other.public_id)

    def found(query):
        return [row["id"] for row in deliverables(cast, query)]

    assert found("") == [first, second]
    assert found("?strategy=send-strategy") == [first, second]
    assert found(f"?strategy={strand.strategy.public_id}&strand=B") == [second]
    assert found(f"?strand={strand.public_id}") == [first]
    assert found("?strategy=another") == []
    assert found("?lead=JK") == [first]
    assert found("?lead=SB") == []
    assert found("?stated_rag=amber") == [second]
    assert found("?stated_rag=not_rated") == [first]
    assert found("?schedule_rag=red") == [second]
    assert found("?schedule_rag=green&stated_rag=amber") == []
    assert found("?due_before=2016-06-30") == [second]
    assert found("?due_after=2016-07-01") == [first]
    assert found("?due_after=2016-10-01&due_before=2017-03-01") == []
    response = key_client(cast.council).get(address(cast.council, "deliverables?due_before=soon"))
    assert errors(response) == [{"parameter": "due_before", "detail": "Write the date like 2016-09-30."}]


def test_every_deliverable_once_with_and_without_judgement(cast, strand):
    with council_context(cast.council.id):
        made = DeliverableFactory.create_batch(7, strand=strand)
    client = key_client(cast.council)
    for query in ("limit=3&count=true", "limit=3&count=true&schedule_rag=not_rated"):
        path, seen = address(cast.council, f"deliverables?{query}"), []
        while path:
            answer = client.get(path).json()
            assert answer["count"] == 7
            seen += [row["id"] for row in answer["results"]]
            path = answer["next"]
        assert seen == [str(each.public_id) for each in made]


@pytest.mark.parametrize("path", ["deliverables", "deliverables?schedule_rag=green", "progress-updates"])
def test_queries_do_not_grow_with_the_rows(cast, strand, path):
    def make(count):
        for _ in range(count):
            point = DuePointFactory(deliverable=DeliverableFactory(strand=strand))
            AssignmentFactory(deliverable=point.deliverable, person=PersonFactory())
            period = PeriodFactory(label="2016-17-Q1")
            ProgressUpdateFactory(deliverable=point.deliverable, period=period, done_points=[point.public_id])

    client = key_client(cast.council, *ALL_SCOPES)
    with council_context(cast.council.id):
        make(1)
    few = query_count(client, cast.council, path)
    with council_context(cast.council.id):
        make(19)
    assert len(results(client, cast.council, path)) == 20
    assert query_count(client, cast.council, path) == few
    assert few <= 14


def test_lists_judge_as_the_pages_do(cast, strand):
    with council_context(cast.council.id):
        periods = [PeriodFactory(label=label) for label in QUARTERS]
        for number, rag in enumerate(("red", "green", "complete", None, "amber", "green")):
            made = DeliverableFactory(strand=strand)
            for part in range(number % 3):
                DuePointFactory(
                    deliverable=made,
                    position=part + 1,
                    label="" if part else "i)",
                    due_on=date(2016, 6 + number, 28),
                    original_due_on=date(2016, 5, 31),
                    done_on=date(2016, 7, 1) if number == 5 else None,
                )
            if rag:
                ProgressUpdateFactory(deliverable=made, period=periods[number % 2], rag=rag)
        states = deliverable_states(Deliverable.objects.all(), period=periods[1], today=TODAY)
        expected = [
            (
                str(state.deliverable.public_id),
                state.stated.rag,
                state.schedule.rag,
                state.schedule.reason,
                str(state.current_update.recorded_on) if state.current_update else None,
            )
            for state in states
        ]
    fields = ("id", "stated_rag", "schedule_rag", "schedule_reason", "last_update_on")
    found = [tuple(row[field] for field in fields) for row in deliverables(cast, "?quarter=2016-17-Q1")]
    assert found == expected
    assert len({row[2] for row in found}) >= 3


# Recording progress

AMBER = {
    "rag": "amber",
    "reason": "A venue fell through",
    "path_to_green": "Book another",
    "forecast_on": "2016-10-31",
}


def post(cast, body, client=None, **kwargs):
    client = client or key_client(cast.council, *ALL_SCOPES)
    return client.post(
        address(cast.council, "progress-updates"), body, content_type="application/json", **kwargs
    )


def test_complete_without_words_and_with_an_open_part_is_refused(cast, deliverable):
    with council_context(cast.council.id):
        DuePointFactory(deliverable=deliverable, position=9)
    body = {"deliverable": str(deliverable.public_id), "quarter": "2016-17-Q1", "rag": "complete"}
    response = post(cast, body)
    assert response.status_code == 400
    assert "Tick every part that is done" in response.content.decode()


def test_recording_progress_answers_201_with_the_update_and_its_address(cast, deliverable):
    body = AMBER | {
        "deliverable": str(deliverable.public_id),
        "quarter": "2016-17-Q1",
        "narrative": "Half done",
    }
    response = post(cast, body)
    assert response.status_code == 201, response.content
    update = response.json()
    assert {name: update[name] for name in body} == body
    assert (update["done_points"], update["late"], update["sample"]) == ([], False, False)
    assert update["by"] == "API key “Test”"
    assert response["Location"].startswith("http://testserver/api/v1/councils/northport/progress-updates/")
    client = key_client(cast.council, *ALL_SCOPES)
    assert client.get(response["Location"]).json() == update
    [row] = deliverables(cast, "?stated_rag=amber")
    assert (row["version"], row["last_update_on"]) == (2, "2016-07-08")
    with council_context(cast.council.id):
        change = Change.objects.get(table="deliverables_progressupdate")
        assert change.verb == "progress.recorded"
        assert change.actor.startswith("api:")


def test_an_update_that_needs_approval_is_202_and_counts_nowhere(cast, deliverable):
    with council_context(cast.council.id):
        choose_approval(whole=True, strands=(), boards=(), by=cast.actor(Role.ADMINISTRATOR))
    body = AMBER | {"deliverable": str(deliverable.public_id), "quarter": "2016-17-Q1"}
    response = post(cast, body)
    assert response.status_code == 202, response.content
    told = response.json()
    assert (told["state"], told["rag"], told["deliverable"]) == ("waiting", "amber", body["deliverable"])
    assert "Location" not in response
    assert deliverables(cast, "?stated_rag=amber") == []
    with council_context(cast.council.id):
        assert not ProgressUpdate.objects.exists()


@pytest.mark.parametrize(
    ("today", "quarter"), [(date(2016, 7, 8), "2016-17-Q1"), (date(2016, 7, 29), "2016-17-Q2")]
)
def test_quarter_left_out_is_the_one_in_view(cast, deliverable, today, quarter):
    Council.objects.filter(pk=cast.council.pk).update(pinned_today=today)
    response = post(cast, {"deliverable": str(deliverable.public_id), "rag": "green"})
    assert response.status_code == 201
    assert response.json()["quarter"] == quarter
    assert response.json()["reason"] is None


def test_an_update_by_a_key_makes_the_quarters_that_it_needs(cast, deliverable):
    with council_context(cast.council.id):
        ReportingPeriod.objects.all().delete()
    response = post(cast, {"deliverable": str(deliverable.public_id), "rag": "green"})
    assert (response.status_code, response.json()["quarter"]) == (201, "2016-17-Q1")


def test_update_can_be_written_without_reading_names(cast, deliverable):
    client = key_client(cast.council, "read", "write")
    response = post(cast, {"deliverable": str(deliverable.public_id), "rag": "green"}, client)
    assert (response.status_code, response.json()["by"]) == (201, None)


def test_done_points_are_told_by_their_place(cast, deliverable):
    body = {"deliverable": str(deliverable.public_id), "rag": "green", "done_points": [2]}
    assert post(cast, body).json()["done_points"] == [2]
    [row] = deliverables(cast)
    assert [point["done_on"] for point in row["due_points"]] == [None, "2016-07-08"]
    [update] = results(key_client(cast.council), cast.council, f"progress-updates?deliverable={row['id']}")
    assert update["done_points"] == [2]


def test_updates_by_quarter(cast, deliverable):
    post(cast, {"deliverable": str(deliverable.public_id), "rag": "green"})
    client = key_client(cast.council)
    assert len(results(client, cast.council, "progress-updates?quarter=2016-17-Q1")) == 1
    assert results(client, cast.council, "progress-updates?quarter=2015-16-Q4") == []


def test_update_for_a_quarter_past_its_cut_off_is_late_and_kept(cast, deliverable):
    with council_context(cast.council.id):
        ReportingPeriod.objects.filter(label="2015-16-Q4").update(closed_at=None)
    response = post(
        cast, {"deliverable": str(deliverable.public_id), "rag": "green", "quarter": "2015-16-Q4"}
    )
    assert (response.status_code, response.json()["late"]) == (201, True)


REFUSED = {
    "red without words": (
        {"rag": "red"},
        {
            "/reason": "Enter the reason it is red",
            "/path_to_green": "Enter the path to green",
            "/forecast_on": "Enter the forecast date",
        },
    ),
    "blank reason": (AMBER | {"reason": "  "}, {"/reason": "Enter the reason it is amber"}),
    "forecast before the quarter": (
        AMBER | {"forecast_on": "2016-03-31"},
        {"/forecast_on": "Enter a forecast date on or after 1 April 2016, when Q1 2016–17 begins"},
    ),
    "forecast that is no date": (
        AMBER | {"forecast_on": "31/10/2016"},
        {"/forecast_on": "Write the date like 2016-09-30."},
    ),
    "no rating": ({}, {"/rag": "Give the RAG rating: red, amber, green, complete, not_rated."}),
    "rating that is none": (
        {"rag": "blue"},
        {"/rag": "“blue” is not a RAG rating. Choose one of red, amber, green, complete, not_rated."},
    ),
    "unknown deliverable": (
        {"rag": "green", "deliverable": "00000000-0000-7000-8000-000000000000"},
        {"/deliverable": "Northport has no deliverable with this id."},
    ),
    "deliverable that is no id": (
        {"rag": "green", "deliverable": "A1"},
        {"/deliverable": "Give the deliverable's id as “deliverables” shows it."},
    ),
    "unknown quarter": (
        {"rag": "green", "quarter": "2030-31-Q1"},
        {"/quarter": f"Quarter 2030-31-Q1 not found. Quarters: {', '.join(QUARTERS)}."},
    ),
    "quarter left blank": (
        {"rag": "green", "quarter": ""},
        {"/quarter": "Give the quarter like 2016-17-Q1, or leave it out."},
    ),
    "closed quarter": (
        {"rag": "green", "quarter": "2015-16-Q4"},
        {
            "/quarter": "Q4 2015–16 is closed. Choose an open quarter, or ask an administrator or approver to "
            "reopen Q4 2015–16"
        },
    ),
    "quarter to come": (
        {"rag": "green", "quarter": "2016-17-Q3"},
        {"/quarter": "Q3 2016–17 starts on 1 October 2016. Choose a quarter that has started"},
    ),
    "due point that is not there": (
        {"rag": "green", "done_points": [1, 3]},
        {"/done_points": "3: give the places of its due points, counted from 1 to 2."},
    ),
    "unknown field": (
        {"rag": "green", "colour": "blue"},
        {
            "/colour": "Unknown field “colour”. Allowed: deliverable, quarter, rag, narrative, reason, "
            "path_to_green, forecast_on, done_points, version."
        },
    ),
    "words without end": (
        {"rag": "green", "narrative": "x" * 4001},
        {"/narrative": "Ensure this field has no more than 4000 characters."},
    ),
}


@pytest.mark.parametrize(("change", "problems"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_recorded_is_400_and_nothing_is_saved(cast, deliverable, change, problems):
    response = post(cast, {"deliverable": str(deliverable.public_id)} | change)
    assert response.status_code == 400
    assert {error["pointer"]: error["detail"] for error in errors(response)} == problems
    with council_context(cast.council.id):
        assert not ProgressUpdate.objects.exists()
        assert not DuePoint.objects.exclude(done_on=None).exists()
        assert Deliverable.objects.get().version == 1


@pytest.mark.parametrize("depth", [300, 1000, 100_000])
@pytest.mark.parametrize("name", ["rag", "deliverable", "narrative", "forecast_on", "done_points", "version"])
def test_field_nested_without_end_is_400(cast, deliverable, name, depth):
    body = f'{{"deliverable": "{deliverable.public_id}", "{name}": {"[" * depth}{"]" * depth}}}'
    assert post(cast, body).status_code == 400


@pytest.mark.parametrize("body", ["{", "[]", "null", '"red"', ""])
def test_body_that_is_no_object_is_400(cast, deliverable, body):
    assert post(cast, body).status_code == 400


@pytest.mark.parametrize(
    ("body", "status"),
    [("[" * 100_000, 400), ('{"rag":', 400), ('{"narrative": "%s"}' % ("x" * 3_000_000), 413)],
)
def test_body_that_cannot_be_read_is_refused_whatever_its_size(cast, deliverable, body, status):
    response = post(cast, body)
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")


def test_body_that_is_no_json_is_415(cast, deliverable):
    path = address(cast.council, "progress-updates")
    response = key_client(cast.council, *ALL_SCOPES).post(path, {"rag": "green"})
    assert response.status_code == 415


def test_deliverable_of_another_council_is_unknown(cast, deliverable):
    with council_context(cast.other.id):
        PeriodFactory(label="2016-17-Q1")
    client = key_client(cast.other, *ALL_SCOPES)
    body = {"deliverable": str(deliverable.public_id), "rag": "green"}
    path = "progress-updates"
    response = client.post(address(cast.other, path), body, content_type="application/json")
    assert [error["pointer"] for error in errors(response)] == ["/deliverable"]
    response = client.post(address(cast.council, path), body, content_type="application/json")
    assert response.status_code == 404


@pytest.mark.parametrize("said", [{"version": 1}, {"headers": {"If-Match": '"1-abcdef"'}}])
def test_update_from_a_stale_reading_is_412(cast, deliverable, said):
    headers = said.get("headers", {})
    body = {"deliverable": str(deliverable.public_id), "rag": "green"}
    body |= {name: value for name, value in said.items() if name == "version"}
    assert post(cast, body, headers=headers).status_code == 201
    response = post(cast, body, headers=headers)
    assert response.status_code == 412
    assert "Read it again" in response.json()["detail"]
    with council_context(cast.council.id):
        assert ProgressUpdate.objects.count() == 1


def test_etag_of_the_deliverable_is_what_if_match_takes(cast, deliverable):
    client = key_client(cast.council, *ALL_SCOPES)
    etag = client.get(address(cast.council, f"deliverables/{deliverable.public_id}"))["ETag"]
    body = {"deliverable": str(deliverable.public_id), "rag": "green"}
    assert post(cast, body, headers={"If-Match": etag}).status_code == 201
    assert post(cast, body, headers={"If-Match": etag}).status_code == 412
    assert post(cast, body, headers={"If-Match": '"else"'}).status_code == 412


def test_key_without_write_scope_is_403_that_names_it(cast, deliverable):
    body = {"deliverable": str(deliverable.public_id), "rag": "green"}
    response = post(cast, body, key_client(cast.council, "read", "people:read"))
    assert response.status_code == 403
    assert response.json()["detail"] == "This key does not have the scope “progress:write” or “write”."


def test_without_key_is_401(cast, deliverable):
    assert post(cast, {"rag": "green"}, Client()).status_code == 401


def test_reader_may_not_record(cast, deliverable):
    body = {"deliverable": str(deliverable.public_id), "rag": "green"}
    assert post(cast, body, cast.client(Role.READER)).status_code == 403


def test_member_records_with_the_session_and_a_csrf_token_alone(cast, deliverable):
    body = {"deliverable": str(deliverable.public_id), "rag": "green"}
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.members[Role.OFFICER].user)
    response = post(cast, body, strict)
    assert response.status_code == 403
    assert response["Content-Type"] == "application/problem+json"
    assert post(cast, body, signed_in(cast.members[Role.OFFICER])).status_code == 201


def test_one_update_of_another_council_is_404(cast, deliverable):
    made = post(cast, {"deliverable": str(deliverable.public_id), "rag": "green"}).json()["id"]
    for public_id in (made, uuid4()):
        response = key_client(cast.other).get(address(cast.other, f"progress-updates/{public_id}"))
        assert response.status_code == 404
