"""The demonstration: accounts, sample progress and readings, and a fictional council. Everything it adds says so."""
