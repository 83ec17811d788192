"""Time turns rows into sends: `plan` (due times into deliveries), `lane` (one channel's sends), `settle` (what is unsure),
`sweep` (what is late or forgotten), `dispatcher` (the tick, and the lanes of this process)."""
