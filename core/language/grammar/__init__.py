"""What was said about time, for every language: `patterns` over symbols, the `when_*` modules for days, clocks, rules, weeks
and months, `ranges`, `lengths`, `dates` (by dateparser), all called by `grammar`. It ends in a `spec`: which instants those are
is `resolving`."""
