"""The pages of versions, for each role and for an outsider."""

import json
import re
from io import BytesIO

import pytest
from openpyxl import load_workbook

from councils.permissions import ROLE_PERMISSIONS, Permission, Role
from plan_files.workbook.sheets import PLAN_SHEETS
from plan_versions.models import ApprovalStep, PlanVersion
from strategies.models import Approval, Version
from tests.boards.forms import fields_of
from tests.factories import DeliverableFactory, DuePointFactory
from tests.pages import FRAME, main_text_of
from tests.plan_versions.made import LIST, Way

pytestmark = pytest.mark.django_db

DECIDED = {"decision": "approve", "on_day": "8", "on_month": "7", "on_year": "2016"}


def approvals(way):
    with way.inside():
        return list(Approval.objects.values_list("approver", flat=True))


@pytest.mark.parametrize(
    "page", ["", "table/", "compare/", "new/", "{version}/", "{version}/plan/", "{version}/workbook.xlsx"]
)
def test_a_version_by_outsider_is_404(way, page):
    way.circulate()
    address = f"{LIST}{page.format(version=way.version.public_id)}"
    assert way.cast.outsider_client().get(address).status_code == 404


@pytest.mark.parametrize(
    ("role", "sees"), [(Role.OFFICER, True), (Role.APPROVER, False), (Role.READER, False)]
)
def test_only_who_may_change_the_plan_sees_a_draft(way, role, sees):
    client = way.cast.client(role)
    assert client.get(way.url).status_code == (200 if sees else 404)
    assert ("Version 4" in main_text_of(client.get(LIST))) is sees
    way.circulate()
    assert client.get(way.url).status_code == 200


def test_the_copy_of_a_draft_is_not_read(way):
    assert way.cast.client().get(f"{way.url}plan/").status_code == 404
    way.circulate().draft_again()
    assert way.cast.client().get(f"{way.url}plan/").status_code == 404


def test_the_list_says_what_each_version_waits_for(way):
    with way.inside():
        row = Version.objects.create(strategy=way.plan, label="Version 3")
        Approval.objects.create(
            version=row, kind="board", approver="Health and Wellbeing Board", approved_on="2016-06-22"
        )
    way.circulate().approve("DCS approval")
    text = main_text_of(way.cast.client(Role.READER).get(LIST))
    assert "Waiting for SEND Board and CCG approval" in text
    assert "Version 3 As printed in the plan, last approval on 22 June 2016 – No frozen copy" in text
    assert "Version 3 22 June 2016 Health and Wellbeing Board Version 4 8 July 2016 DCS approval" in text


def test_the_version_table_prints_each_approval_with_its_version(way):
    way.published()
    text = main_text_of(way.cast.client(Role.READER).get(f"{LIST}table/"))
    assert "Version 4 8 July 2016 DCS approval 8 July 2016 SEND Board" in text


def test_a_plan_links_to_its_versions(way):
    page = way.cast.client(Role.READER).get("/northport/strategies/plan/")
    assert f'href="{LIST}"' in page.content.decode()


def test_a_version_is_begun_with_its_steps_and_circulated(cast):
    way = Way(cast)
    client = cast.client()
    assert "Enter a label" in main_text_of(client.post(f"{LIST}new/", {"label": "", "note": ""}))
    refused = client.post(f"{LIST}new/", {"label": "Version 4", "note": "Typed"})
    assert refused.status_code == 422 and "There is a version Version 4 already" in main_text_of(refused)
    assert "Typed" in refused.content.decode()
    done = client.post(f"{LIST}new/", {"label": "Version 5", "note": ""}, follow=True)
    assert "Draft of Version 5 begun" in main_text_of(done)
    with way.inside():
        version = PlanVersion.objects.get(draft_label="Version 5")
    done = client.post(f"{LIST}{version.public_id}/circulate/", follow=True)
    assert "Waiting for DCS approval" in main_text_of(done)


def test_steps_are_saved_on_one_page(way):
    client, url = way.cast.client(), f"{way.url}steps/"
    fields = fields_of(client.get(url))
    with way.inside():
        first, *_ = ApprovalStep.objects.all()
    fields |= {
        f"{first.public_id}-words": "Director of Children’s Services",
        "new-0-turn": "3",
        "new-0-by": "person",
        "new-0-words": "",
    }
    refused = client.post(url, fields)
    assert refused.status_code == 422 and "as the version table will print it" in main_text_of(refused)
    done = client.post(url, fields | {"new-0-words": "Lead Member"}, follow=True)
    text = main_text_of(done)
    assert "Director of Children’s Services" in text and "Lead Member" in text


def test_what_cannot_be_changed_any_more_is_shown_without_a_form(way):
    client = way.cast.client()
    way.circulate()
    shown = client.get(f"{way.url}steps/")
    assert "the version is circulated. Make it a draft again to change it." in main_text_of(shown)
    for words in ("DCS approval", "SEND Board", "CCG approval"):
        way.approve(words)
    way.publish()
    for page, words in (
        ("steps/", "SEND Board 2 Approved on 8 July 2016"),
        ("change/", "What is new New dates"),
    ):
        shown = client.get(way.url + page)
        text = main_text_of(shown)
        assert "Nothing can be changed here: the version is published." in text and words in text
        assert b"Save" not in shown.content and b'name="seen"' not in shown.content


def test_a_decision_is_recorded(way):
    way.circulate()
    with way.inside():
        step = way.step("DCS approval")
    url = f"{way.url}steps/{step.public_id}/"
    client = way.cast.client(Role.APPROVER)
    assert client.post(url, DECIDED | {"on_day": "7"}).status_code == 422
    assert "Enter what has to change" in main_text_of(client.post(url, DECIDED | {"decision": "return"}))
    done = client.post(url, DECIDED | {"comment": "By email"}, follow=True)
    text = main_text_of(done)
    assert "Approved on 8 July 2016" in text and "By email" in text
    assert approvals(way) == ["DCS approval"]
    again = client.post(url, DECIDED)
    assert again.status_code == 422 and "has approved this version already" in main_text_of(again)
    client.post(f"{url}take-back/", {"reason": "Wrong meeting"})
    assert approvals(way) == []


def test_a_version_is_returned_and_made_a_draft_again(way):
    way.circulate()
    with way.inside():
        step = way.step("DCS approval")
    client = way.cast.client()
    returned = {"decision": "return", "comment": "Name a lead"}
    client.post(f"{way.url}steps/{step.public_id}/", DECIDED | returned)
    assert "Returned by DCS approval" in main_text_of(client.get(LIST))
    assert client.post(f"{way.url}draft-again/", {"reason": ""}).status_code == 422
    done = client.post(f"{way.url}draft-again/", {"reason": "A lead is missing"}, follow=True)
    text = main_text_of(done)
    assert "Version 4 is a draft again" in text and "A lead is missing" in text and "Name a lead" in text


def test_an_officer_does_not_publish_and_an_approver_does(way):
    way.circulate()
    url = f"{way.url}publish/"
    assert way.cast.client().get(url).status_code == 403
    approver = way.cast.client(Role.APPROVER)
    assert "This cannot be done now" in main_text_of(approver.get(url))
    refused = approver.post(url)
    assert refused.status_code == 422 and "still waits for DCS approval" in main_text_of(refused)
    for words in ("DCS approval", "SEND Board", "CCG approval"):
        way.approve(words)
    assert "can never be changed or deleted" in main_text_of(approver.get(url))
    assert "Published on 8 July 2016" in main_text_of(approver.post(url, follow=True))


def test_a_published_version_stays_in_the_lists_of_the_plan(way):
    """The pages that edit the version table refuse with a sentence, before the database does."""
    way.published()
    client = way.cast.client()
    lists = "/northport/strategies/plan/lists/"
    for name, field in (("versions", "label"), ("approvals", "approver")):
        fields = fields_of(client.get(f"{lists}{name}/"))
        key = next(each for each in fields if each.endswith(f"-{field}") and not each.startswith("new-"))
        unchanged = client.post(f"{lists}{name}/", fields)
        assert unchanged.status_code == 302
        refused = client.post(f"{lists}{name}/", fields | {key: "Other"})
        assert refused.status_code == 422
        assert "Version 4 is published, so it and its approvals stay" in main_text_of(refused)
        removed = client.post(f"{lists}{name}/", fields | {key.replace(field, "remove"): "on"})
        assert removed.status_code == 422
        assert "Version 4 is published" in main_text_of(removed)
    with way.inside():
        row = Version.objects.get()
    fields = fields_of(client.get(f"{lists}approvals/")) | {
        "new-0-version": str(row.public_id),
        "new-0-by": "stage",
        "new-0-approver": "Later",
        "new-0-approved_on": "8 July 2016",
    }
    assert client.post(f"{lists}approvals/", fields).status_code == 422


def test_an_approval_that_a_step_has_is_taken_back_on_the_page_of_versions(way):
    way.circulate().approve("DCS approval")
    client = way.cast.client()
    page = "/northport/strategies/plan/lists/approvals/"
    fields = fields_of(client.get(page))
    key = next(each for each in fields if each.endswith("-approver") and not each.startswith("new-"))
    refused = client.post(page, fields | {key.replace("approver", "remove"): "on"})
    assert refused.status_code == 422
    assert "Take the approval back on the page Versions first, or keep it" in main_text_of(refused)
    assert "DCS approval" in approvals(way)


def test_an_approval_entered_by_hand_is_not_undone_once_published(way):
    with way.inside():
        row = Version.objects.create(strategy=way.plan, label="Version 4")
    client = way.cast.client()
    lists = "/northport/strategies/plan/lists/approvals/"
    fields = fields_of(client.get(lists)) | {
        "new-0-version": str(row.public_id),
        "new-0-by": "stage",
        "new-0-approver": "Early draft",
        "new-0-approved_on": "4 April 2016",
    }
    saved = client.post(lists, fields)
    act = saved.headers.get("X-Request-Id", "")
    way.published()
    answer = client.post("/northport/undo/", {"act": act}, follow=True)
    assert answer.status_code != 500
    assert "Early draft" in approvals(way)


def test_a_frozen_plan_is_read_as_it_was(way):
    way.circulate()
    with way.inside():
        way.plan.deliverables.filter(number="1").update(title="Train everyone")
    text = main_text_of(way.cast.client(Role.READER).get(f"{way.url}plan/"))
    for words in (
        "The plan as it was on 8 July 2016",
        "A1 Train staff",
        "Sep 2016",
        "JK; Ann Doe",
        "A1 Shared ethos",
        "Jo King",
        "Attendance",
        "50 ‡ (2 of 4)",
        "Q1 2016–17: 81.5",
        "The Act",
    ):
        assert words in text
    assert "Train everyone" not in text and "jo@example.org" not in text


def test_who_may_not_see_names_sees_no_more_in_a_copy(way, monkeypatch):
    way.circulate()
    without = ROLE_PERMISSIONS[Role.READER] - {Permission.PEOPLE_NAMES}
    monkeypatch.setitem(ROLE_PERMISSIONS, Role.READER, without)
    client = way.cast.client(Role.READER)
    compared = f"{LIST}compare/?from={way.version.public_id}&to=now"
    for page in (f"{way.url}plan/", compared, way.url, f"{LIST}compare.csv?from={way.version.public_id}"):
        answer = client.get(page)
        assert answer.status_code == 200
        assert "Ann Doe" not in answer.content.decode() and "Jo King" not in answer.content.decode()
    assert client.get(f"{way.url}workbook.xlsx").status_code == 403
    assert client.get(f"{way.url}plan.json").status_code == 403


def cells_of(content, sheet):
    return [[cell.value for cell in row] for row in load_workbook(BytesIO(content))[sheet].rows]


def test_the_workbook_of_a_copy_is_that_of_the_plan_then(way):
    client = way.cast.client()
    before = client.get("/northport/strategies/plan/workbook.xlsx").content
    way.circulate()
    with way.inside():
        way.plan.deliverables.filter(number="1").update(title="Train everyone")
    copy = client.get(f"{way.url}workbook.xlsx").content
    names = [sheet.name for sheet in PLAN_SHEETS]
    assert load_workbook(BytesIO(copy)).sheetnames == [*names, "About"]
    for sheet in names:
        kept = cells_of(copy, sheet)[0]
        assert cells_of(copy, sheet) == [list(row) for row in of_columns(cells_of(before, sheet), kept)]


def of_columns(rows, kept):
    """The rows with these columns: a copy has no email addresses and telephone numbers."""
    places = [place for place, title in enumerate(rows[0]) if title in kept]
    return [[row[place] for place in places] for row in rows]


def test_files_hide_small_numbers_from_who_records_no_figures(way):
    way.circulate()
    book = way.cast.client(Role.READER).get(f"{way.url}workbook.xlsx").content
    assert [row[3] for row in cells_of(book, "Readings")] == ["Period", "2016-17-Q1"]
    content = json.loads(way.cast.client().get(f"{way.url}plan.json").content)
    small = next(row for row in content["readings"] if row["period"] == "2015-16-Q4")
    assert (small["value"], small["missing_code"]) == (None, "c")
    assert content["priorities"][0]["title"] == "Shared ethos"


def test_two_versions_are_compared(way, cast):
    way.published()
    with way.inside():
        way.plan.deliverables.filter(number="1").update(title="Train everyone")
    other = Way(cast, "Version 5", plan=way.plan).circulate()
    with way.inside():
        way.plan.deliverables.filter(number="2").update(title="Open two bases")
    client = cast.client(Role.READER)
    between = f"from={way.version.public_id}&to={other.version.public_id}"
    text = main_text_of(client.get(f"{LIST}compare/?{between}"))
    assert "Train staff Train everyone" in text and "Open two bases" not in text
    now = main_text_of(client.get(f"{LIST}compare/?from={way.version.public_id}"))
    assert "Train everyone" in now and "Open two bases" in now
    csv = client.get(f"{LIST}compare.csv?{between}").content.decode("utf-8-sig")
    assert "Deliverables,A: Early help,A1 Train everyone,Changed,Title,Train staff,Train everyone" in csv
    sheet = client.get(f"{LIST}compare/?{between}&sheet=Deliverables")
    assert "Train everyone" in main_text_of(sheet)
    assert client.get(f"{LIST}compare/?{between}&sheet=Nothing").status_code == 404


def test_the_comparison_without_a_choice_asks_for_one(way):
    assert "There is nothing to compare yet" in main_text_of(way.cast.client().get(f"{LIST}compare/"))
    assert way.cast.client().get(f"{LIST}compare/?from=x").status_code == 404
    assert way.cast.client().get(f"{LIST}compare/?from={way.version.public_id}").status_code == 404


@pytest.mark.parametrize(
    ("page", "queries"),
    [
        ("", 5),
        ("table/", 5),
        ("{version}/", 5),
        ("{version}/plan/", 4),
        ("{version}/workbook.xlsx", 2),
        ("{version}/plan.json", 2),
        ("compare/?from={version}&to={version}", 3),
        ("compare/?from={version}&to=now", 35),
    ],
)
def test_pages_take_a_fixed_number_of_queries(way, django_assert_max_num_queries, page, queries):
    way.circulate().approve("DCS approval")
    with way.inside():
        strand = way.plan.strands.get(code="B")
        for one in DeliverableFactory.create_batch(10, strand=strand):
            DuePointFactory(deliverable=one)
    client = way.cast.client()
    with django_assert_max_num_queries(FRAME + queries):
        assert client.get(f"{LIST}{page.format(version=way.version.public_id)}").status_code == 200


def test_events_of_one_day_have_the_time_at_which_they_were_recorded(way):
    way.circulate()
    assert "Entered at" not in main_text_of(way.cast.client().get(way.url))
    way.approve("DCS approval").approve("SEND Board")
    text = main_text_of(way.cast.client().get(way.url))
    recorded = r"8 July 2016 ?\. Entered at [0-9]{2}:[0-9]{2} on [0-9]+ [A-Z][a-z]+ 20[0-9]{2}\. Copy"
    assert len(re.findall(recorded, text)) == 3
