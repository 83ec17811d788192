"""Evolution API: `driver` (the kind and what it asks), `sends` and `answers`, `store` (looking back), `webhook`, `door` and
`events` (what comes later)."""
