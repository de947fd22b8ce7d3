"""Frozen copies: what they hold, how they are taken, and what of them each reader may see."""
