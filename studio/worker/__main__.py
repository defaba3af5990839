"""Starts a compute node.

python -m studio.worker --broker redis+socket:///run/broker.sock --target local --slots 2 --cache DIR --name laptop
"""

import argparse
import logging
import os
from pathlib import Path

from studio.worker.app import NodeSettings, WorkerNode
from studio.worker.cache import DEFAULT_LIMIT


def _settings() -> NodeSettings:
    parser = argparse.ArgumentParser(prog="python -m studio.worker", description=__doc__)
    parser.add_argument(
        "--broker", default=os.environ.get("BROKER_URL"), required="BROKER_URL" not in os.environ
    )
    parser.add_argument(
        "--target", default="local", help="the compute target whose queue is served"
    )
    parser.add_argument("--slots", type=int, default=os.cpu_count() or 1, help="steps at a time")
    parser.add_argument(
        "--cache", type=Path, required=True, help="folder for snapshots and running steps"
    )
    parser.add_argument(
        "--cache-bytes", type=int, default=os.environ.get("STUDIO_NODE_CACHE_BYTES", DEFAULT_LIMIT),
        help="how much of snapshots is kept there for the next step",
    )  # fmt: skip
    parser.add_argument("--name", required=True, help="this node's own name among all nodes")
    parser.add_argument(
        "--launcher", choices=["fork", "subprocess"], default="fork", help="how steps are started"
    )
    parser.add_argument(
        "--node-key", type=Path, default=os.environ.get("STUDIO_NODE_KEY_FILE"),
        help="copy of the studio's keys/node.key, for datastores that need credentials",
    )  # fmt: skip
    given = parser.parse_args()
    if given.slots < 1:
        parser.error("--slots must be at least 1")
    hosts = os.environ.get("STUDIO_DATASTORE_HOSTS", "")
    return NodeSettings(
        broker=given.broker,
        target=given.target,
        slots=given.slots,
        cache=given.cache.resolve(),
        name=given.name,
        heartbeat_s=float(os.environ.get("STUDIO_HEARTBEAT_S", 5.0)),
        lease_s=float(os.environ.get("STUDIO_LEASE_S", 45.0)),
        launcher=given.launcher,
        cache_bytes=given.cache_bytes,
        node_key=given.node_key,
        datastore_hosts=frozenset(filter(None, map(str.strip, hosts.split(",")))),
    )


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s node %(levelname)s %(message)s")
    for library in ("celery", "azure"):
        logging.getLogger(library).setLevel(logging.WARNING)
    WorkerNode(_settings()).run()


if __name__ == "__main__":
    main()
