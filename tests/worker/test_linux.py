"""What the kernel says about processes."""

import os
import subprocess
from pathlib import Path

from studio.worker.launch import linux, tree


def test_kills_for_want_of_memory_are_counted_as_the_kernel_counts_them() -> None:
    lines = Path("/proc/vmstat").read_text().splitlines()
    told = [int(line.split()[1]) for line in lines if line.startswith("oom_kill ")]
    assert told == [linux.oom_kills()]


def test_own_children_are_those_of_the_table_of_processes() -> None:
    child = subprocess.Popen(["sleep", "60"])
    try:
        assert child.pid in tree.own_children()
        assert set(tree.own_children()) <= set(tree.descendants(os.getpid()))
    finally:
        child.kill()
        child.wait()
