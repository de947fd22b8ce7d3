"""People, posts and organisations of a council: who is who, who has left, and who turned out to be whom."""
