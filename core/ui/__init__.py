"""Template tags, form renderer, form fields and charts for all pages."""
