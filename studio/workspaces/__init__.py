"""Where: the boundary of everything, with its members, datastores, compute targets, tokens and file contents."""
