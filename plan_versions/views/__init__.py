"""Pages of versions of a plan."""
