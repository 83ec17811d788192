"""THE MEMORY, SQLite or PostgreSQL, and the truth about everything: `states` (and the allowed steps), `models` (tables, a file
a noun), `queries` (every read and write, a named function each, a file a noun), `db` (opening, transactions, what differs
between the two), `migrations`, `moving` (backup, restore, copy). The only place that knows the ORM; its exceptions end here
(`errors`).
"""
