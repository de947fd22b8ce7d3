"""Plans in and out: a plan that a council already has is read from its file, checked by a person, and imported."""
