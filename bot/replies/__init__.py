"""Every sentence for people: Fluent files, one a language, and pure functions from values to text and buttons. `voice` says a
sentence in a language, `reply` is what goes out; the rest is a file a subject: `messages` (bubbles), `questions` and
`refusals`, `readings` (what was understood), `looks` (lists), `times` and `rules` (dates and repetitions in words), `notices`,
`channels`, `people`, `setup`.
"""
