"""When a delivery may leave, and how that is foretold: `slots` and `timing` (due times and limits of lateness), `pace`, `ramp`,
`quiet` and `room` (what holds something up: pure), `allotment` (slots for the people of one due time), `expected` and
`foretold` (what is said of it before it is kept). Not here: planning and sending (`core.dispatch`), rules
(`core.recurrence`)."""
