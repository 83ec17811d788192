"""What is done with what staff send. Three routers are the doors: `words` (sentences), `buttons` (taps), `files` (what is no
text).

A sentence goes from `words` by `hearing` (which reading) to `doing`, which carries it out: `scheduling` and `fitting` (new
messages), `changing`, `looking`, `people`, `house`, `channels`, `undoing`, or asks (`asking`; what is answered: `answers`). A
tap goes from `buttons` to `message_taps`, `question_taps`, `holding`, `setup_taps`. `setup` and its states connect a channel
step by step.
"""
