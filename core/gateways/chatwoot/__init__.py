"""Chatwoot: `driver` (the kind and what it asks), `rooms`, `sends`, `messages` and `answers` (whom, what, how it is read),
`webhook`, `door` and `events` (what comes later)."""
