"""Which files a step carries: names that are safe, one digest for a tree."""
