"""Whether a council hides small numbers on everything that leaves it."""
