"""Pages of packs: the list and one pack, its contents, words, review and files, and the cycle of a board."""
