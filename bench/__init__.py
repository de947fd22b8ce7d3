"""Measure the product against references on the same rows, in one run: `bin/bench`.

`plans` writes the rows, `subjects` hold what is measured, `raw` and `textbook` the references, `goals` the goals.
The product is reached as its users reach it: by address, by action, by the name of a task or a command.
"""
