"""Pages of submissions and of the calendar of returns."""
