"""What is measured. Each subject takes the bench and returns a result; `goals` has a goal for every name here."""

from collections.abc import Callable, Mapping

from ..report import Result
from . import api, dashboards, growth, idle, load, pack_queue, packs, pages, rating
from .bench import Bench

Subject = Callable[[Bench], Result]

SUBJECTS: Mapping[str, Subject] = {
    **pages.SUBJECTS,
    **dashboards.SUBJECTS,
    **api.SUBJECTS,
    **rating.SUBJECTS,
    **growth.SUBJECTS,
    **packs.SUBJECTS,
    **pack_queue.SUBJECTS,
    **load.SUBJECTS,
    # The last, because its two thousand councils would be in the others' tables.
    **idle.SUBJECTS,
}
