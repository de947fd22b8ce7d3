"""What changed since a moment: how the plan stood then beside how it stands now, worst first."""
