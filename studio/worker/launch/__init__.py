"""Starting a step's process and owning everything it becomes.

Three processes a step: the worker (this node), a supervisor (the parent of the step; it owns the
tree and outlives it by nothing) and the step. Supervisor and step are born together, either from
a warm fork server or in a fresh interpreter, and then wait for a `Launch`.
"""
