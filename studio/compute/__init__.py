"""Handing work over: work orders to compute targets, answers to nodes; and taking their reports."""

from studio.compute.broker import BrokerUnavailable, publish_answer, publish_order, queue_depth
from studio.compute.reports import Receiver

__all__ = ["BrokerUnavailable", "Receiver", "publish_answer", "publish_order", "queue_depth"]
