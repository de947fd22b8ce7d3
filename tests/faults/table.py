"""The table of what the scenarios found."""

from collections.abc import Sequence

COLUMNS = ("Scenario", "Events", "Emails", "Duplicated", "Lost", "Uncertain", "Seen within")


CONTROL = "Negative control: claimed, then sent, without `transmitting`"


def fault_table(found: Sequence[Sequence[object]]) -> list[str]:
    """Lines of a table in Markdown, with the sums of the numbers. A row has a value for each column.

    The negative control comes last, and does not count.
    """
    rows = sorted((row for row in found if row[0] != CONTROL), key=str)
    controls = [row for row in found if row[0] == CONTROL]
    sums = [sum(int(str(row[column])) for row in rows) for column in range(1, 6)]
    longest = max((int(str(row[6]).split()[0]) for row in rows if row[6] != "–"), default=0)
    all_rows = [COLUMNS, ("---",) * len(COLUMNS), *rows, ("**Together**", *sums, f"{longest} s"), *controls]
    return [f"| {' | '.join(str(value) for value in row)} |" for row in all_rows]
