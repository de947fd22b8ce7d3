"""A council's name, colour and logo on its pages."""
