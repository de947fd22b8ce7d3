"""Pages of an assessment."""
