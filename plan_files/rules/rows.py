"""Rows of a document as the deliverables that they become."""
