"""References in SQL by hand: psycopg2 rows, the product's rules, orjson. No models, no templates, no framework.

They answer what the product answers: tests compare the two. Each function takes a cursor in the council's transaction.
"""

from .changes import changes_page
from .connection import RawConnection
from .dashboard import RawDashboard, dashboard
from .deliverables import deliverables_page
from .indicators import indicators_page, readings_page
from .rating import rate_all

__all__ = [
    "RawConnection",
    "RawDashboard",
    "changes_page",
    "dashboard",
    "deliverables_page",
    "indicators_page",
    "rate_all",
    "readings_page",
]
