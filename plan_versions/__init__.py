"""Versions of a plan: written, circulated as a frozen copy, approved in an agreed order, published and compared."""
