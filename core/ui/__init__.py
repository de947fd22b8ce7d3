"""What every page shares: template tags, the form renderer, the frame and the drawings."""
