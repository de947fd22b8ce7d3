"""Import published plans: parse their cells, and load the files that come with the product."""
