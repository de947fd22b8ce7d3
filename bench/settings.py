"""Settings of the product with the reference pages added to its addresses."""

from sendplan.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
# Counted as in service, and never refused: some subjects send more than a key may in a minute.
API_REQUESTS_PER_KEY = API_REQUESTS_PER_COUNCIL = 1_000_000
