"""How anything that people keep is changed: `changes` (a message, under its lock), `entries` (what each change did, once an
update), `replan` and `following` (what follows for what is planned), `undoing` (taking it back). Not here: which changes there
are (`core.messages`, `core.people`, `core.channels`, `core.house`)."""
