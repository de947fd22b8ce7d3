"""Mutation run: make small faults in the code, one at a time, and see whether a test fails. See docs/development.md."""
