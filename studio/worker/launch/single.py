"""Supervisor and step in an interpreter of their own: the launch that works everywhere.

python -m studio.worker.launch.single <supervisor fd> <step fd>
"""

import socket
import sys
from typing import NoReturn

from studio.worker.launch import birth


def main() -> NoReturn:
    supervisor_end, step_end = (socket.socket(fileno=int(fd)) for fd in sys.argv[1:3])
    birth.become_supervisor(supervisor_end, step_end, parent=None, namespace=False)


if __name__ == "__main__":
    main()
