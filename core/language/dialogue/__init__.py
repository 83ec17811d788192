"""What is said within a dialogue: `followup` (an answer to an open question), `afterwards` (about what was just done),
`retimed` (another time in place of the one said). Not here: whole new sentences (`core.language.sentences`)."""
