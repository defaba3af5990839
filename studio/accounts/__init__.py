"""Who: people, and the ways they prove to be themselves."""
