"""The sentence in pieces: `mask` (the text to send, covered), `tokens`, `lexer` and `symbols` (what a phrase of a pack stands
for), `spoken` (which languages know a word), `names` and `people` (who is meant), `phones`. Not here: what pieces mean together
(`grammar`), what is to be done (`sentences`)."""
