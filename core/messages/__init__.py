"""What people scheduled: `messages` (what commands do to it), `moves` (its due times, pure), `again`, `no_room`, `outages` and
`settling` (what a person decides of what did not go as planned), and looking at it: `views`, `upcoming`, `history`, `months`,
`copies`, `export`. Not here: how a change is written (`core.changes`), when something leaves (`core.slots`,
`core.dispatch`)."""
