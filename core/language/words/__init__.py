"""The sentence in pieces: `mask` (the text to send, covered), `tokens`, `symbols` (what a phrase of a pack stands for), `names`
and `people` (who is meant), `phones`. Not here: what pieces mean together (`grammar`), what is to be done (`sentences`)."""
