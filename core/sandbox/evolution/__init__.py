"""A pretend Evolution API: `server`, `http` (its routes), `shapes` (its JSON)."""
