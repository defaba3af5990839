"""The step's own process: becomes the script, as scripts written for Azure ML expect it.

Nothing here may leave a trace a script could stumble over: it sees its own `__main__`, its own
`sys.path`, a clean environment and no descriptor but the three standard ones and the metrics pipe.
"""

import argparse
import atexit
import datetime
import gc
import io
import json
import logging
import os
import random
import signal
import socket
import sys
import threading
import time
import traceback
import types
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

from studio.worker.launch import preload, stdout, wire

VISIBLE = {
    module.__name__: module
    for module in (argparse, datetime, json, logging, os, sys, time, traceback)
}
"""Names a script finds without importing them: Azure's launcher had them, and scripts rely on it."""


def become_step(control: socket.socket) -> NoReturn:
    """Waits for a launch, prepares, says ready, waits at the gate, runs. The gate stays shut
    when the worker goes: then no line of the script has run."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    received = wire.receive_launch(control, 2)
    if received is None:
        os._exit(0)
    launch, (log, metrics) = received
    try:
        _settle(launch, log, metrics)
        run = _script(launch) if launch.kind == "script" else _command(launch)
    except OSError as error:
        control.send(wire.FAILED + str(error).encode()[:4000])
        os._exit(1)
    control.send(wire.READY)
    if wire.receive(control) != wire.GO:
        os._exit(0)
    control.close()
    run()
    os._exit(70)  # unreachable: both kinds end the process


def _settle(launch: wire.Launch, log: int, metrics: int) -> None:
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)
    stdout.install()
    if metrics != wire.METRICS_FD:
        os.dup2(metrics, wire.METRICS_FD)
        os.close(metrics)
    os.set_inheritable(wire.METRICS_FD, launch.kind == "command")
    mark = os.environ.get(wire.MARK)
    os.environ.clear()
    os.environ.update(launch.env, **({wire.MARK: mark} if mark else {}))
    os.chdir(launch.cwd)
    time.tzset()
    random.seed()
    if (numpy_random := sys.modules.get("numpy.random")) is not None:
        numpy_random.seed()
    preload.give_threads_back()


def _command(launch: wire.Launch) -> Callable[[], None]:
    def run() -> None:
        for number in (signal.SIGPIPE, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        try:
            os.execvp(launch.argv[0], list(launch.argv))  # noqa: S606  # no shell is the point
        except OSError as error:
            os.write(2, f"{launch.argv[0]}: {error.strerror}\n".encode())
            os._exit(127 if isinstance(error, FileNotFoundError) else 126)

    return run


def _script(launch: wire.Launch) -> Callable[[], None]:
    script = os.path.join(launch.cwd, launch.script)
    with io.open_code(script) as source:
        text = source.read()
    _forget_ourselves()
    sys.argv = [launch.script, *launch.argv]
    folders = dict.fromkeys([os.path.dirname(script), launch.cwd])
    sys.path[:] = [
        *folders,
        *(entry for entry in sys.path if entry not in launch.path),
        *launch.path,
    ]
    tempfile = sys.modules.get("tempfile")
    if tempfile is not None:
        tempfile.tempdir = None  # type: ignore[attr-defined]  # it remembers another environment
    main = types.ModuleType("__main__")
    main.__dict__.update(
        VISIBLE, __file__=script, __builtins__=__builtins__, __package__="", __cached__=None
    )
    sys.modules["__main__"] = main

    def run() -> None:
        status = 0
        try:
            exec(compile(text, script, "exec", dont_inherit=True), main.__dict__)  # noqa: S102  # the script
        except SystemExit as asked:
            status = _status_of(asked)
        except BaseException as error:  # noqa: BLE001  # the user's script: whatever it raises is its result
            _show(error)
            status = 1
        _finish(status, main)

    return run


def _forget_ourselves() -> None:
    """The script's own module called `studio` wins; ours is found again when the SDK asks for it."""
    for name in [name for name in sys.modules if name == "studio" or name.startswith("studio.")]:
        del sys.modules[name]


def _status_of(asked: SystemExit) -> int:
    if asked.code is None:
        return 0
    if isinstance(asked.code, int):
        return asked.code & 0xFF
    print(asked.code, file=sys.stderr)  # noqa: T201  # as the interpreter does
    return 1


def _show(error: BaseException) -> None:
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next  # our own frames are not the user's business
    sys.excepthook(type(error), error.with_traceback(trace), trace)


def _finish(status: int, main: types.ModuleType) -> NoReturn:
    """What the interpreter does at its end, without tearing down every imported library."""
    try:
        threading._shutdown()  # type: ignore[attr-defined]  # waits for threads that are not daemons
        atexit._run_exitfuncs()
    except BaseException as error:  # noqa: BLE001  # still the user's code
        _show(error)
    main.__dict__.clear()  # files and archives left open are closed by their last reference
    gc.collect()
    for thing in gc.get_objects():
        if issubclass(type(thing), (io.TextIOWrapper, io.BufferedWriter, io.BufferedRandom)):
            # Closed, or nowhere to write to.
            with suppress(OSError, ValueError):
                thing.flush()
    os._exit(status)
