"""A plan of 2,000 rows is read in time. Processor time counts: the wall clock of a busy machine says nothing."""

import resource
import time

from plan_files.reading.files import read_file
from plan_files.rules.columns import proposed_mappings
from plan_files.rules.review import Context, Existing
from plan_files.rules.rows import read_rows

SECONDS = 3.0
MEMORY_KB = 300 * 1024


def plan(rows):
    lines = ["Section,Ref,Action,Lead,Due,RAG,Outcome,Measure,Progress"]
    for number in range(rows):
        section = number // 200 + 1
        lines.append(
            f"Strand {section}: Support,{number % 200 + 1},Agree step {number} with schools and families,HP/LB,"
            f"{['May 25', '30/06/2025', 'Summer term 2025', 'tbc', ''][number % 5]},Amber,Children get help early,"
            "Survey of parents,Two schools have begun"
        )
    return "\n".join(lines).encode()


def spent():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + used.ru_utime + used.ru_stime


def test_2000_rows_are_read_in_three_seconds():
    began = spent()
    document = read_file("plan.csv", plan(2_000))
    review = read_rows(document, proposed_mappings(document), Context())
    assert len(review.rows) == 2_000
    assert spent() - began < SECONDS
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MEMORY_KB


def test_a_newer_copy_finds_its_2000_rows_again():
    document = read_file("plan.csv", plan(2_000))
    rows = read_rows(document, proposed_mappings(document), Context()).rows
    existing = tuple(Existing(f"d{row.row}", row.title, row.section, row.number, row.key) for row in rows)
    context = Context(sections=tuple(dict.fromkeys(row.section for row in rows)), existing=existing)
    began = spent()
    again = read_rows(document, proposed_mappings(document), context)
    assert [row.matches for row in again.rows] == [each.id for each in existing]
    assert again.absent == ()
    assert spent() - began < SECONDS
