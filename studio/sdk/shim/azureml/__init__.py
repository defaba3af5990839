"""The names of Azure ML's SDK, answered by the studio's own. Found last on a step's path."""
