"""What was given a name: datasets, models and their versions, and where they come from."""
