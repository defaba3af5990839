"""What a step may do and what becomes of it, the same for every way of launching it."""

import json
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.worker.launch import linux
from studio.worker.launch.launcher import ForkServerLauncher, Launcher, SubprocessLauncher
from studio.worker.prepare import base_environment
from tests.waiting import wait_until
from tests.worker.steps import Bench, is_running, with_cookie

WAYS = ["fork", "fork without namespaces", "subprocess"]


@pytest.fixture(scope="module", params=WAYS)
def launcher(request: pytest.FixtureRequest) -> Iterator[Launcher]:
    env = base_environment()
    launcher: Launcher
    if request.param == "subprocess":
        launcher = SubprocessLauncher(env)
    elif request.param == "fork":
        assert linux.allowed_pid_namespace() or os.getuid() != 0, "root may make PID namespaces"
        launcher = ForkServerLauncher(env)
    else:
        launcher = ForkServerLauncher(env, namespaces=False)
    yield launcher
    launcher.close()


@pytest.fixture
def bench(tmp_path: Path, launcher: Launcher) -> Bench:
    return Bench(tmp_path, launcher)


# how a script finds the world


def test_a_script_is_main_with_its_arguments_in_its_folder(bench: Bench) -> None:
    ended = bench.run(
        "import sys, os\nprint(__name__, sys.argv, os.getcwd() == os.path.dirname(__file__), __file__ == "
        "os.path.join(os.getcwd(), 'script.py'), sys.modules['__main__'].__dict__ is globals())",
        "a b", "--x",
    )  # fmt: skip
    assert ended.log == b"__main__ ['script.py', 'a b', '--x'] True True True\n"


def test_names_that_the_launcher_of_azure_had_are_there_without_import(bench: Bench) -> None:
    ended = bench.run(
        "print(os.sep, argparse.__name__, datetime.date(2020, 1, 1), json.dumps(1), logging.INFO, "
        "time.time() > 0, traceback.__name__, sys.version_info > (3, 0))"
    )
    assert ended.log == b"/ argparse 2020-01-01 1 20 True traceback True\n"


def test_root_and_the_scripts_folder_are_importable_and_the_sdk_comes_last(bench: Bench) -> None:
    work = bench.folder / "work"
    (work / "helper.py").write_text("WORD = 'helped'")
    (work / "studio").mkdir()
    (work / "studio" / "__init__.py").write_text("WORD = 'own studio'")
    ended = bench.run(
        "import sys, helper, studio; print(helper.WORD, studio.WORD, sys.path[0] == os.getcwd())"
    )
    assert ended.log == b"helped own studio True\n"


def test_the_environment_is_only_what_was_given(bench: Bench) -> None:
    ended = bench.run("print(json.dumps(dict(os.environ)))", AML_PARAMETER_lr="0.1")
    env = json.loads(ended.log)
    assert env.pop("AML_PARAMETER_lr") == "0.1"
    assert set(env) <= {*base_environment(), "STUDIO_ATTEMPT", "STUDIO_LAUNCH"}


def test_no_descriptor_but_the_standard_three_and_the_metrics_pipe(bench: Bench) -> None:
    ended = bench.run("print(sorted(int(fd) for fd in os.listdir('/proc/self/fd')))")
    assert ended.log == b"[0, 1, 2, 3, 4]\n"  # 3 is the listing's own


def test_random_numbers_differ_between_steps(bench: Bench) -> None:
    bench.run("import random; print(random.random())")
    ended = bench.run("import random; print(random.random())")
    assert len(set(ended.log.split())) == 2


def test_reading_from_the_terminal_ends_at_once(bench: Bench) -> None:
    ended = bench.run("input('name?')")
    assert ended.exit is not None
    assert ended.exit.code == 1
    assert b"EOFError" in ended.log


def test_cores_are_not_dumped_and_memory_is_taken_from_the_step_first(bench: Bench) -> None:
    ended = bench.run(
        "import resource; print(resource.getrlimit(4), open('/proc/self/oom_score_adj').read().strip())"
    )
    assert ended.log == b"(0, 0) 500\n"


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    argv=st.lists(
        st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=20), max_size=4
    )
)
def test_arguments_arrive_byte_for_byte(bench: Bench, argv: list[str]) -> None:
    (bench.folder / "store" / "step.log").unlink(missing_ok=True)
    ended = bench.run("print(json.dumps(sys.argv[1:]))", *argv)
    assert json.loads(ended.log) == argv


# how it ends


@pytest.mark.parametrize(
    ("script", "code", "number"),
    [
        ("pass", 0, None),
        ("sys.exit(3)", 3, None),
        ("sys.exit('text')", 1, None),
        ("sys.exit(None)", 0, None),
        ("raise ValueError('no')", 1, None),
        ("x = (", 1, None),
        ("os._exit(3)", 3, None),
        ("os.kill(os.getpid(), 9)", None, signal.SIGKILL),
        ("import ctypes; ctypes.string_at(0)", None, signal.SIGSEGV),
        ("os.abort()", None, signal.SIGABRT),
        (
            "import threading; threading.Thread(target=lambda: (time.sleep(0.2), os._exit(7))).start()",
            7,
            None,
        ),
    ],
)
def test_the_exit_tells_code_or_signal(
    bench: Bench, script: str, code: int | None, number: int | None
) -> None:
    ended = bench.run(script)
    assert ended.exit is not None
    assert (ended.exit.code, ended.exit.signal, ended.exit.out_of_memory) == (code, number, False)


def test_a_traceback_shows_the_users_lines_only(bench: Bench) -> None:
    lines = bench.run("def f():\n    raise KeyError('x')\nf()").log.decode().splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert [line.split(", ")[1] for line in lines if line.lstrip().startswith("File")] == [
        "line 3",
        "line 2",
    ]
    assert lines[-1] == "KeyError: 'x'"


def test_what_a_script_left_open_is_written(bench: Bench) -> None:
    ended = bench.run(
        "import atexit, gzip\nf = open('a.txt', 'w'); f.write('kept')\n"
        "g = gzip.open('b.gz', 'wb'); g.write(b'z')\n"
        "atexit.register(lambda: open('c.txt', 'w').write('at exit'))"
    )
    work = bench.folder / "work"
    assert ended.exit is not None and ended.exit.code == 0
    assert (work / "a.txt").read_text() == "kept"
    assert (work / "b.gz").stat().st_size > 20
    assert (work / "c.txt").read_text() == "at exit"


def test_peak_memory_and_processor_time_are_told(bench: Bench) -> None:
    ended = bench.run("x = bytearray(80_000_000)\nfor _ in range(10**6): pass")
    assert ended.exit is not None
    assert ended.exit.max_rss_bytes > 80_000_000
    assert ended.exit.cpu_s > 0


# what it prints


def test_a_printed_line_is_seen_while_the_script_goes_on(bench: Bench) -> None:
    script = "print('now')\nwhile not os.path.exists('go'): time.sleep(0.01)\n"
    seen: list[bytes] = []

    def answer() -> None:
        log = bench.folder / "store" / "step.log"
        seen.append(wait_until(lambda: log.exists() and log.read_bytes(), what="the line") or b"")
        (bench.folder / "work" / "go").touch()

    thread = threading.Thread(target=answer)
    thread.start()
    ended = bench.run(script, timeout_s=20)
    thread.join()
    assert (ended.stopped, seen) == (None, [b"now\n"])


def test_both_streams_keep_the_order_in_which_they_were_written(bench: Bench) -> None:
    ended = bench.run("for i in range(50): print(i, file=(sys.stdout, sys.stderr)[i % 2])")
    assert ended.log.split() == [str(i).encode() for i in range(50)]


def test_bytes_are_kept_as_written(bench: Bench) -> None:
    ended = bench.run("os.write(1, bytes(range(256)) + b'\\xff\\xfe\\x00\\r\\x1b[31m')")
    assert ended.log == bytes(range(256)) + b"\xff\xfe\x00\r\x1b[31m"


def test_a_line_of_ten_megabytes_is_kept(bench: Bench) -> None:
    ended = bench.run("print('x' * 10_000_000, end='')")
    assert len(ended.log) == 10_000_000


def test_closing_its_streams_does_not_end_a_step(bench: Bench) -> None:
    ended = bench.run(
        "print('before')\nsys.stdout.flush(); os.close(1); os.close(2); time.sleep(0.3); os._exit(4)"
    )
    assert ended.exit is not None
    assert (ended.exit.code, ended.log) == (4, b"before\n")
    assert ended.seconds >= 0.3


BURST = "for i in range(20_000): print(i)\n"
NUMBERS = b"".join(b"%d\n" % i for i in range(20_000))


@pytest.mark.parametrize(
    ("after", "rest"),
    [
        ("sys.stdout.flush(); os._exit(0)", b""),
        ("print('last', flush=True); os.kill(os.getpid(), 9)", b"last\n"),
        ("print('!', file=sys.stderr); print('x')", b"!\nx\n"),
        ("pid = os.fork()\nif pid: os.waitpid(pid, 0)\nprint('end')", b"end\nend\n"),
        ("sys.stdout.write('no newline')", b"no newline"),
        ("raise SystemExit('bye')", b"bye\n"),
    ],
)
def test_a_burst_is_kept_in_order_and_once(bench: Bench, after: str, rest: bytes) -> None:
    assert bench.run(BURST + after).log == NUMBERS + rest


# what it leaves

DAEMON = """
import subprocess
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        {extra}
        open('daemon', 'w').write('up')
        time.sleep(60)
    os._exit(0)
while not os.path.exists('daemon'): time.sleep(0.01)
"""


def _own_pid_file(extra: str = "pass") -> str:
    return DAEMON.format(extra=extra)


@pytest.mark.parametrize(
    "script",
    [
        _own_pid_file(),
        _own_pid_file("os.execve('/bin/sh', ['sh', '-c', 'echo up > daemon; exec sleep 60'], {})"),
        _own_pid_file("[os.close(fd) for fd in (0, 1, 2)]"),
        "import subprocess; subprocess.Popen(['nohup', 'sleep', '60'], start_new_session=True)",
        "import signal, subprocess; subprocess.Popen(['sh', '-c', 'trap \"\" TERM; sleep 60'])",
    ],
)
def test_nothing_of_its_tree_outlives_a_step(bench: Bench, script: str) -> None:
    before = _sleepers()
    ended = bench.run(script)
    assert ended.exit is not None
    assert ended.exit.code == 0
    assert ended.seconds < 5
    assert ended.alive == []
    assert _sleepers() <= before


def test_a_storm_of_forks_is_ended_with_the_step(bench: Bench) -> None:
    storm = """
def storm(left):
    while left:
        if os.fork() == 0:
            time.sleep(0.001)
            left -= 1
            continue
        os._exit(0)
for _ in range(5):
    if os.fork() == 0:
        storm(300); open('survivor', 'w').close(); time.sleep(60); os._exit(0)
time.sleep(0.05)
"""
    ended = bench.run(storm)
    assert ended.alive == []
    assert ended.seconds < 20


def test_a_step_that_ignores_the_polite_signal_is_killed_after_the_grace(bench: Bench) -> None:
    script = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('deaf')\ntime.sleep(60)"
    ended = bench.run(script, timeout_s=1.0, grace_s=0.6)
    assert ended.exit is not None
    assert (ended.stopped, ended.exit.signal) == ("timeout", signal.SIGKILL)
    assert 1.5 < ended.seconds < 8


def test_a_step_may_tidy_up_when_it_is_asked_to_end(bench: Bench) -> None:
    script = "import signal\nsignal.signal(signal.SIGTERM, lambda *a: sys.exit(5))\ntime.sleep(60)"
    ended = bench.run(script, timeout_s=1.0, grace_s=10)
    assert ended.exit is not None
    assert (ended.stopped, ended.exit.code) == ("timeout", 5)
    assert ended.seconds < 8


def test_a_stopped_step_still_obeys_its_limit(bench: Bench) -> None:
    ended = bench.run("import signal; os.kill(os.getpid(), signal.SIGSTOP)", timeout_s=0.5)
    assert ended.exit is not None
    assert (ended.stopped, ended.exit.signal) == ("timeout", signal.SIGTERM)


def test_a_command_is_an_argument_list_and_never_a_shell(bench: Bench) -> None:
    ended = bench.run("", "printf", "%s|", "$(touch x)", "; rm -rf y", "`z`", "--", kind="command")
    assert ended.log == b"$(touch x)|; rm -rf y|`z`|--|"
    assert ended.exit is not None and ended.exit.code == 0


def test_a_command_that_does_not_exist_says_so(bench: Bench) -> None:
    ended = bench.run("", "no-such-program", kind="command")
    assert ended.exit is not None
    assert (ended.exit.code, ended.log) == (127, b"no-such-program: No such file or directory\n")


def test_killing_the_supervisor_takes_the_whole_tree_along(bench: Bench) -> None:
    script = "import subprocess\np = subprocess.Popen(['sleep', '61'])\nos.kill(os.getppid(), 9)\ntime.sleep(60)"
    ended = bench.run(script, timeout_s=10)
    if ended.exit is None:
        wait_until(
            lambda: not [pid for pid in with_cookie(bench.cookie) if is_running(pid)],
            5,
            "the tree to end",
        )
    else:  # the first process of a PID namespace cannot be killed from inside: the step reached its limit
        assert ended.stopped == "timeout"


def _sleepers() -> set[int]:
    found = set()
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            if Path(f"/proc/{name}/cmdline").read_bytes() == b"sleep\x0060\x00":
                found.add(int(name))
        except OSError:
            continue
    return {pid for pid in found if is_running(pid)}


MEMORY = Path("/sys/fs/cgroup/memory")


def test_the_kernel_killing_for_memory_is_told_from_a_plain_kill(bench: Bench) -> None:
    if not os.access(MEMORY / "cgroup.procs", os.W_OK):
        pytest.skip("no memory control group (v1) may be made here")
    group = MEMORY / f"step-{os.getpid()}-{bench.folder.name}"
    group.mkdir()
    try:
        (group / "memory.limit_in_bytes").write_text("64M")
        ended = bench.run(
            "x = b'x' * 200_000_000",
            at_gate=lambda pid: (group / "cgroup.procs").write_text(str(pid)),
        )
    finally:
        wait_until(lambda: not (group / "cgroup.procs").read_text(), what="the group to be empty")
        group.rmdir()
    assert ended.exit is not None
    assert (ended.exit.signal, ended.exit.out_of_memory) == (signal.SIGKILL, True)
