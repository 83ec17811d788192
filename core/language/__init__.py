"""Words -> reading. `understand` calls the stages in order: `words` (pieces), `sentences` (what is to be done, to whom),
`grammar` (what was said about time), `resolving` (which instants those are), or `dialogue`; it gives a `reading`, and `command`
makes one that staff's commands are run by. `packs` holds a data file for each language; `explain` shows each stage."""
