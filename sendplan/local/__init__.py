"""The embedded services of a checkout: PostgreSQL, Valkey, a mail sink and the product itself under one supervisor.

Used by `bin/serve`, `bin/manage` and `bin/test`; a real deployment names its own servers and runs none of this.
"""
