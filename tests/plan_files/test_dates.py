"""Words between two dates of a cell are no name of a part."""

from datetime import date

import pytest

from plan_files.rules.dates import read_dates


@pytest.mark.parametrize("cell", ["1 April 2026 then 1 April 2027", "1 April 2026, then 1 April 2027"])
def test_then_is_no_name_of_a_part(cell):
    points = read_dates(cell).points
    assert [point.due_on for point in points] == [date(2026, 4, 1), date(2027, 4, 1)]
    assert [point.label for point in points] == ["", ""]
