"""What others may call: published pipelines and their invocations."""
