"""The command of `bin/bench`: names, measuring by turns, and the report."""

import json
import os
import threading
from functools import partial
from http.server import HTTPServer, SimpleHTTPRequestHandler

import pytest

from bench import memory, report
from bench.__main__ import chosen_subjects
from bench.goals import GOALS
from bench.load import Answer, Load
from bench.measuring import Effort, by_turns
from bench.report import Result
from bench.subjects import SUBJECTS
from bench.subjects.pages import read_redmine

KEYS = {"ours_ms", "reference", "reference_ms", "ratio", "goal", "met"}


def test_every_subject_has_a_goal_and_every_goal_a_subject():
    assert set(SUBJECTS) == set(GOALS)


def test_names_choose_subjects_and_groups():
    assert chosen_subjects([]) == set(GOALS)
    assert chosen_subjects(["rate-50"]) == {"rate-50"}
    assert chosen_subjects(["deliverable", "dashboard"]) == {
        "deliverable",
        *("dashboard-37", "dashboard-500", "dashboard-5000"),
    }


def test_unknown_name_is_refused_with_the_known_ones():
    with pytest.raises(SystemExit, match=r"No subject is called lists\. Subjects: list-100"):
        chosen_subjects(["lists"])


def test_acts_run_by_turns_after_their_warm_ups():
    ran = []
    effort = Effort(seconds=0, fewest=2, most=9, warm_ups=1)
    times = by_turns(
        lambda: ran.append("ours"),
        lambda: ran.append("reference"),
        effort=effort,
        prepare=lambda: ran.append("-"),
    )
    assert ran == ["-", "ours", "-", "reference"] * 3
    assert len(times) == 2


def test_json_has_one_object_for_each_subject():
    results = [
        Result("list-5000", 400, "our list of 50 of 100", 100),
        Result("rate-50", 40, "raw", 10, figures={"queries": 26}),
        Result("api-readings-1000", 14, "raw", 10, textbook_ms=70),
        Result("list-100", 80, report.SKIPPED, skipped="no Redmine"),
        Result("sweep-2000", 5, figures={"tasks": 3}),
    ]
    text = report.as_json(results)
    assert "\n" not in text
    shown = json.loads(text)
    assert all(set(subject) >= KEYS for subject in shown.values())
    assert {name: subject["met"] for name, subject in shown.items()} == {
        "list-5000": False,
        "rate-50": False,
        "api-readings-1000": True,
        "list-100": "skipped",
        "sweep-2000": True,
    }
    assert shown["list-5000"]["ratio"] == 4
    assert shown["list-5000"]["goal"] == GOALS["list-5000"].ratio
    assert shown["rate-50"]["figures"] == {"queries": 26}
    assert shown["api-readings-1000"]["textbook_ratio"] == 0.2
    assert shown["list-100"]["reference"] == "skipped"
    assert (shown["list-100"]["reference_ms"], shown["list-100"]["ours_ms"]) == (None, 80)
    assert shown["sweep-2000"]["reference"] is None


def test_table_says_what_is_not_met_and_what_was_skipped():
    missed = report.as_row(Result("api-readings-1000", 20, "raw", 10, textbook_ms=50))
    assert missed[:7] == ("api-readings-1000", "20", "raw", "10", "2", "1.5", "NO")
    assert missed[7] == "0.4 of textbook REST framework (50 ms), goal 0.25"
    skipped = report.as_row(Result("list-100", 80.25, "Redmine", skipped="no Redmine"))
    assert skipped[6:] == ("skipped", "no Redmine")


def test_memory_of_a_process_is_at_most_its_peak():
    assert 10 < memory.used_mib(os.getpid()) <= memory.peak_mib()


def test_load_counts_errors_and_slow_answers():
    answers = [Answer(float(number), number > 98) for number in range(1, 101)]
    load = Load(20, answers)
    assert (load.per_second, load.errors) == (5, 2)
    assert load.percentile(50) == pytest.approx(50.5)
    assert load.percentile(95) == pytest.approx(95.95)


@pytest.fixture
def redmine(tmp_path):
    """Function that serves a page of Redmine with so many issues, and returns its address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), partial(Quiet, directory=tmp_path))
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def serve(issues):
        rows = "".join(f'<tr id="issue-{number}"></tr>' for number in range(issues))
        (tmp_path / "issues.html").write_text(rows)
        return f"http://127.0.0.1:{server.server_port}/issues.html"

    yield serve
    server.shutdown()
    server.server_close()


def test_redmine_is_only_a_reference_with_a_hundred_issues(redmine):
    read_redmine(redmine(100))
    with pytest.raises(RuntimeError, match="shows 25 issues"):
        read_redmine(redmine(25))
