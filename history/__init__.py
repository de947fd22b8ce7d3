"""Changes since a moment: the plan then and now, worst change first."""
