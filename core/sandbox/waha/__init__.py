"""A pretend WAHA: `server`, `engine` (its inside), `http`, `questions` and `raw` (its routes), `hooks`, `sessions`, `shapes`
(its JSON), `faults` and `control` (what a test or the page makes it do)."""
