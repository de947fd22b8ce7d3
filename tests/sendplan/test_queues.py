"""Every queue has a worker, in each of the ways to run the product, and the clock's messages do not pile up."""

import re

import pytest
from celery import current_app
from django.conf import settings

from dev import application
from dev.state import State
from packs.due_moments import CHECK_WITHIN, VISIT_AGAIN_AFTER
from packs.jobs import visit_council
from sendplan.celery import SCHEDULE, app

app.loader.import_default_modules()
NAMES = [name for name in app.tasks if not name.startswith("celery.")]


def queue_of(name):
    return app.amqp.router.route({}, name)["queue"].name


def in_file(path):
    place = settings.BASE_DIR / path
    files = sorted(place.iterdir()) if place.is_dir() else [place]
    text = "\n".join(file.read_text() for file in files)
    return re.findall(r'-Q"?,? "?([a-z,]+)', text)


def in_bin_serve(tmp_path):
    commands = [child._argv for child in application.background(State(tmp_path), {})]
    return [command[-1] for command in commands if command[-2] == "worker"]


@pytest.mark.parametrize("place", ["bin/serve", "docker-compose.yml", "deploy/systemd"])
def test_every_queue_has_one_worker(place, tmp_path):
    workers = in_bin_serve(tmp_path) if place == "bin/serve" else in_file(place)
    taken = [queue for queues in workers for queue in queues.split(",")]
    assert sorted(taken) == sorted({queue_of(name) for name in NAMES})


def test_what_the_clock_finds_due_waits_behind_no_email():
    assert current_app.tasks is app.tasks
    assert {name for name in NAMES if queue_of(name) == "clock"} == {
        "packs.jobs.sweep",
        "packs.jobs.check_due_moments",
        "packs.jobs.visit_council",
        "packs.tasks.sweep_council",
        "plan_files.jobs.sweep",
        "reminders.jobs.sweep",
        "api.jobs.forget_answers",
        "api.jobs.forget_answers_of",
        "webhooks.jobs.sweep",
        "evidence.jobs.forget_removed_files",
        "evidence.jobs.forget_removed_files_of",
        "strategies.jobs.make_quarters",
        "strategies.jobs.make_quarters_of",
    }


def test_a_sweep_expires_before_the_next_one():
    sweep = SCHEDULE["sweep-packs"]
    seconds = VISIT_AGAIN_AFTER.total_seconds()
    assert sweep["options"]["expires"] == visit_council.expires == seconds < sweep["schedule"]


def test_a_full_check_ends_before_the_next_one():
    assert SCHEDULE["check-due-moments"]["schedule"] == CHECK_WITHIN.total_seconds()
