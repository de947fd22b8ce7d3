"""Reading published plans: the cells that people wrote, and the files that come with the product."""
