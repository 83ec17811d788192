"""WAHA: `driver` (the kind and what it asks), `sends` and `answers` (what goes out, what comes back at once), `webhook` and
`events` (what comes later), `content`, `ids` and `engines` (what its engines do differently)."""
