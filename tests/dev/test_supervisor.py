"""Supervisor: processes that die, hang or fail to start. Small processes keep these tests quick."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dev import orphans, signals
from dev.child import Child
from dev.problem import Problem
from dev.state import State
from dev.supervisor import Supervisor


@pytest.fixture
def said():
    return []


@pytest.fixture
def supervisor(tmp_path, said):
    signals.hold()
    supervisor = Supervisor(State(tmp_path), said.append)
    yield supervisor
    supervisor.stop()
    signals.release()


@pytest.fixture
def child(tmp_path):
    def make(name: str, code: str, **options) -> Child:
        return Child(
            name,
            [sys.executable, "-I", "-S", "-c", code],
            env={"PATH": os.environ["PATH"], orphans.MARK: str(tmp_path)},
            log=State(tmp_path).log(name),
            **{"ready": lambda child: "up" in child.output()} | options,
        )

    return make


LASTING = "import time; print('up', flush=True); time.sleep(60)"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {LASTING}"


def tend_until(supervisor: Supervisor, condition, seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        supervisor.tend()
        time.sleep(0.02)


def test_killed_child_comes_back(supervisor, child, said):
    lasting = child("lasting", LASTING)
    supervisor.bring_up(lasting)
    first = lasting.pid
    os.kill(first, signal.SIGKILL)
    tend_until(supervisor, lambda: lasting.pid != first and lasting.ready)
    assert said == ["lasting ended by SIGKILL; starting it again."]


def test_child_that_keeps_dying_is_started_again_ever_later(supervisor, child, said):
    dying = child("dying", "import time; print('up', flush=True); time.sleep(0.3)")
    supervisor.bring_up(dying)
    began = time.monotonic()
    tend_until(supervisor, lambda: len(said) == 4)
    assert 0.2 + 0.4 + 0.8 < time.monotonic() - began < 10


def test_child_that_does_not_start_is_a_sentence_with_its_log(supervisor, child):
    with pytest.raises(Problem, match=r"^broken did not start: it ended with code 3\..*\nout of luck$"):
        supervisor.bring_up(child("broken", "import sys; print('out of luck'); sys.exit(3)"))


def test_patient_child_is_tried_again(supervisor, child, tmp_path):
    code = (
        "import os, sys, time; path = sys.argv[-1]\n"
        f"path = {str(tmp_path / 'second')!r}\n"
        "if not os.path.exists(path): open(path, 'w').close(); sys.exit(1)\n" + LASTING
    )
    supervisor.bring_up(child("patient", code, patient=True))


def test_words_of_an_earlier_start_do_not_count(supervisor, child, tmp_path):
    State(tmp_path).log("late").write_text("up\n")
    late = child("late", "import time; time.sleep(60)")
    with pytest.raises(Problem, match="late did not start: it was not ready after 1 seconds"):
        supervisor.bring_up(late, seconds=1)


def test_deaf_child_and_what_it_started_are_ended_all_the_same(supervisor, child, tmp_path):
    code = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {DEAF!r}]); {DEAF}"
    deaf = child("deaf", code, ready=lambda child: child.output().count("up") == 2)
    supervisor.bring_up(deaf)
    began = time.monotonic()
    supervisor.stop()
    assert time.monotonic() - began < 6
    assert list(orphans._members({deaf.pid}, str(tmp_path))) == []


def test_child_ends_when_its_starter_is_killed(tmp_path):
    program = (
        "import sys, time; from pathlib import Path\n"
        "from dev.child import Child\n"
        f"child = Child('x', [sys.executable, '-c', {LASTING!r}], env={{}}, log=Path({str(tmp_path / 'log')!r}),\n"
        "    ready=lambda _: True)\n"
        "child.start(); print(child.pid, flush=True); time.sleep(60)"
    )
    starter = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    pid = int(starter.stdout.readline())
    starter.kill()
    starter.wait()
    starter.stdout.close()
    wait_until_gone(pid)


def test_orphans_of_this_state_are_ended_and_no_others(tmp_path):
    state, other = State(tmp_path / "this"), State(tmp_path / "other")
    processes = [_sleeper(state), _sleeper(other)]
    orphans.record(state, {"web": processes[0].pid, "worker": processes[1].pid})
    orphans.end(state)
    assert processes[0].wait(timeout=5) == -signal.SIGKILL
    assert processes[1].poll() is None
    processes[1].kill()
    processes[1].wait()


def test_postgres_is_never_killed_as_an_orphan(tmp_path):
    state = State(tmp_path)
    process = _sleeper(state)
    orphans.record(state, {"postgres": process.pid})
    orphans.end(state)
    assert process.poll() is None
    process.kill()
    process.wait()


def _sleeper(state: State) -> subprocess.Popen[bytes]:
    env = {orphans.MARK: str(state.path)}
    return subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(60)"], env=env, start_new_session=True
    )


def wait_until_gone(pid: int) -> None:
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return
        if state == "Z":
            return
        time.sleep(0.05)
    raise AssertionError(f"{pid} goes on")
