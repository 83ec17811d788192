"""What was said about time -> due times: `resolve` (single ones), `repeat` with `hourly`, `united`, `rrules` and `ends`
(rules), by `calendar` (days) and `clocks` (hours). What stands in the way comes out as a question. Pure: `now` is given."""
