"""What the ledger's code is handed to reach the database."""

import asyncpg
from asyncpg.pool import PoolConnectionProxy

Connection = asyncpg.Connection | PoolConnectionProxy  # one's own, or one lent by a pool
