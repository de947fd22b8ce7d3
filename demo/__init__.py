"""Demonstration: accounts, sample progress and readings, and a fictional council. All that it adds is marked."""
