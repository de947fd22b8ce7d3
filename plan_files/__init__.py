"""Plans in and out: the files that a council already has, and the ones that its plan leaves in."""
