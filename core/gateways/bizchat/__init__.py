"""BizChat: `driver` (the kind and what it asks), `answers`, `events`. What it passes on from Meta is in
`core.gateways.meta`."""
