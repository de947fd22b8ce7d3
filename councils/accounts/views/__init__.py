"""Pages to set up an installation, to accept an invitation, and to say who can sign in."""
