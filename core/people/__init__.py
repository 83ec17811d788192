"""Who receives: `people` (finding them, and the world that sentences are read in), `audience` (whom a message is for),
`contacts`, `adding` and `grouping` (what commands do to them), `sheets` and `importing` (a file of them), `consent` (the words
of STOP and START). Not here: staff (`core.house`), blocking by an answer (`core.troubles.optouts`)."""
