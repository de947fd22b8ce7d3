"""Long files are read in the background: what the page shows, what a dead worker leaves, and how errors are shown."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from councils.models import Council
from councils.permissions import Role
from councils.tenancy import council_context
from file_reading import limits
from plan_files import jobs, tasks, uploads
from plan_files.models import PlanImport
from tests.pages import text_of
from tests.plan_files.test_pages import NEW_PLAN, START, TEXT

pytestmark = pytest.mark.django_db


@pytest.fixture
def queued(monkeypatch):
    """What was queued instead of being done, with a limit that makes every file a long one."""
    found = []
    monkeypatch.setattr(limits, "LONG_BYTES", 10)
    monkeypatch.setattr(tasks.read_plan, "delay", lambda **said: found.append(said))
    return found


@pytest.fixture
def send(cast, queued, django_capture_on_commit_callbacks):
    def upload(content=TEXT.encode(), name="plan.txt", **body):
        with django_capture_on_commit_callbacks(execute=True):
            file = SimpleUploadedFile(name, content)
            return cast.client().post(START, {**NEW_PLAN, "file": file, **body})

    return upload


def kept(council):
    return sorted(
        path.name for path in (Path(settings.FILES_ROOT) / str(council.public_id)).glob("uploads/*")
    )


def only(council):
    with council_context(council.pk):
        return PlanImport.objects.get()


class TestTheWholeWay:
    def test_it_is_queued_read_and_then_a_draft(self, cast, send, queued):
        answer = send()
        draft = only(cast.council)
        assert answer.url == f"{START}{draft.public_id}/"
        page = cast.client().get(answer.url)
        assert page.status_code == 202
        assert "Step 1 of 3: waiting for its turn" in text_of(page) and "Check again" in text_of(page)
        assert kept(cast.council) == [str(draft.public_id)]
        tasks.read_plan(**queued[0])
        assert kept(cast.council) == []
        page = cast.client().get(answer.url)
        assert page.status_code == 200 and "Check and import" in text_of(page)
        draft = only(cast.council)
        assert draft.state == PlanImport.State.DRAFT and draft.document["tables"] and draft.mappings
        assert draft.progress == "" and draft.lease_until is None

    def test_a_short_file_is_read_at_once(self, cast, send, queued, monkeypatch):
        monkeypatch.setattr(limits, "LONG_BYTES", 500_000)
        assert send().url.endswith("/columns/")
        assert queued == [] and kept(cast.council) == []

    def test_run_twice_it_is_read_once(self, cast, send, queued):
        send()
        tasks.read_plan(**queued[0])
        version = only(cast.council).version
        tasks.read_plan(**queued[0])
        assert only(cast.council).version == version

    def test_its_steps_cannot_be_opened_before(self, cast, send):
        address = send().url
        for step in ("columns/", "names/", "rows/", "confirm/"):
            assert cast.client().get(f"{address}{step}").status_code == 404

    def test_it_can_be_deleted_meanwhile(self, cast, send, queued, django_capture_on_commit_callbacks):
        address = send().url
        with django_capture_on_commit_callbacks(execute=True):
            cast.client().post(f"{address}delete/")
        assert kept(cast.council) == []
        tasks.read_plan(**queued[0])
        with council_context(cast.council.pk):
            assert not PlanImport.objects.exists()

    def test_a_workbook_goes_on_as_a_workbook(self, cast, send, queued, monkeypatch):
        monkeypatch.setattr(uploads, "is_workbook", lambda document: True)
        address = send().url
        tasks.read_plan(**queued[0])
        answer = cast.client().get(address)
        assert answer.status_code == 302 and "import/workbook/?file=" in answer.url


class TestErrors:
    def test_what_can_be_seen_at_once_is_refused_at_once(self, cast, send, queued):
        answer = send(b"%PDF-1.7 " + b"x" * 100, "plan.pdf")
        assert answer.status_code == 422 and queued == [] and kept(cast.council) == []

    def test_a_file_that_cannot_be_read_shows_the_form_as_it_was_sent(self, cast, send, queued):
        address = send(b"PK\x03\x04 half of a file, cut off", "plan.docx", title="Our new plan").url
        tasks.read_plan(**queued[0])
        assert kept(cast.council) == []
        page = cast.client().get(address)
        words = text_of(page)
        assert page.status_code == 422 and "There is a problem" in words
        assert only(cast.council).error in words
        assert 'value="Our new plan"' in page.content.decode()
        assert f'action="{START}"' in page.content.decode()

    def test_a_file_without_a_table_says_so(self, cast, send, queued):
        address = send(b"Just a few words in one line", "plan.txt").url
        tasks.read_plan(**queued[0])
        assert "There is no table in it" in text_of(cast.client().get(address))

    def test_too_many_rows_are_refused(self, cast, send, queued, monkeypatch):
        monkeypatch.setattr(uploads, "MOST_ROWS", 3)
        address = send().url
        tasks.read_plan(**queued[0])
        assert "It has 4 rows in its tables" in text_of(cast.client().get(address))

    def test_who_cannot_change_the_plan_sees_nothing_of_it(self, cast, send):
        address = send().url
        assert cast.client(Role.READER).get(address).status_code == 403
        assert cast.outsider_client().get(address).status_code == 404


class TestKills:
    def _dies(self, queued, monkeypatch):
        def killed(name, data):
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(uploads, "read_file", killed)
            with pytest.raises(KeyboardInterrupt):
                tasks.read_plan(**queued[0])

    def _later(self, council, **passed):
        with council_context(council.pk):
            PlanImport.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        for path in (Path(settings.FILES_ROOT) / str(council.public_id) / "uploads").iterdir():
            old = timezone.now().timestamp() - 3_600
            os.utime(path, (old, old))

    def test_a_killed_worker_loses_nothing(self, cast, send, queued, monkeypatch):
        address = send().url
        self._dies(queued, monkeypatch)
        assert kept(cast.council) and "reading the tables" in text_of(cast.client().get(address))
        tasks.read_plan(**queued[0])  # the dead worker still has it
        assert only(cast.council).is_being_read
        self._later(cast.council)
        jobs.sweep()
        assert queued[1] == queued[0]
        tasks.read_plan(**queued[1])
        assert only(cast.council).is_draft and kept(cast.council) == []

    def test_a_file_that_kills_its_worker_each_time_is_given_up(self, cast, send, queued, monkeypatch):
        address = send().url
        for _ in range(uploads.MOST_ATTEMPTS):
            self._dies(queued, monkeypatch)
            self._later(cast.council)
        tasks.read_plan(**queued[0])
        assert "takes too long or too much memory" in text_of(cast.client().get(address))
        assert kept(cast.council) == []

    def test_the_sweep_leaves_new_files_to_their_own_task(self, cast, send, queued):
        send()
        jobs.sweep()
        assert len(queued) == 1

    def test_a_file_that_no_import_waits_for_is_deleted(self, cast, send, queued):
        send()
        with council_context(cast.council.pk):
            PlanImport.objects.all().delete()
        tasks.read_plan(**queued[0])
        assert kept(cast.council) == []

    def test_a_lost_file_is_said(self, cast, send, queued):
        address = send().url
        for path in (Path(settings.FILES_ROOT) / str(cast.council.public_id) / "uploads").iterdir():
            path.unlink()
        tasks.read_plan(**queued[0])
        assert "no longer there" in text_of(cast.client().get(address))

    def test_the_sweep_of_one_council_takes_no_other(self, cast, send, queued):
        send()
        self._later(cast.council)
        Council.objects.filter(pk=cast.other.pk).update(name="Other")
        jobs.sweep()
        assert {each["council_id"] for each in queued} == {cast.council.pk}


class TestLongTexts:
    def test_pasted_text_above_the_limit_gets_a_sentence_and_stays(self, cast):
        text = "x" * 2_700_000
        answer = cast.client().post(START, {**NEW_PLAN, "pasted": text})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "It may have up to 1,000,000" in page and text in page

    def test_far_too_much_text_gets_a_page_with_a_sentence(self, cast):
        answer = cast.client().post(START, {**NEW_PLAN, "pasted": "x" * 8_500_000})
        assert answer.status_code == 413
        assert "What you sent is too long" in answer.content.decode()

    def test_the_limit_is_in_the_hint(self, cast):
        assert "Up to 1,000,000 characters" in cast.client().get(START).content.decode()
