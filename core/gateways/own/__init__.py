"""A service of one's own (the kind "http"): `driver`, `body` (what fills a request), `events` (what it may tell us)."""
