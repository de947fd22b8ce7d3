"""Embedded services for one machine: PostgreSQL, Valkey, a mail sink and the product, under one supervisor.

`bin/serve`, `bin/dev`, `bin/manage` and `bin/test` use this package. A real deployment sets the addresses of its own
servers and uses none of it.
"""
