"""Pages about people, posts and organisations."""
