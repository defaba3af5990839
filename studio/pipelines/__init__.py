"""What: drafts of pipelines and their revisions."""
