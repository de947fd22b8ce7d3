"""Settings of the product with the reference pages added to its addresses."""

from sendplan.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
