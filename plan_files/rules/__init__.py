"""What the tables of a plan mean: columns, sections, rows and doubts. Pure functions; see docs/rules/import.md."""
