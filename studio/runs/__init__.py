"""What happened: runs of pipelines, their steps, attempts, outputs and events."""
