"""Pages of evidence and the inspection view."""
