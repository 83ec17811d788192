"""A pretend Chatwoot: `server`, `http` (its routes), `world` (its memory), `shapes` (its JSON)."""
