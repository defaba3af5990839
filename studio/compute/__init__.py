"""Handing work over: work orders to compute targets, answers to nodes."""

from studio.compute.broker import BrokerUnavailable, publish_answer, publish_order, queue_depth

__all__ = ["BrokerUnavailable", "publish_answer", "publish_order", "queue_depth"]
