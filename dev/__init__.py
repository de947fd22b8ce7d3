"""The embedded services of a checkout: PostgreSQL, Valkey, a mail sink and the product, under one supervisor.

`bin/serve`, `bin/manage` and `bin/test` use it; a real deployment names its own servers and runs none of it.
"""
