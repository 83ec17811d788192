"""A reader for each kind of sentence, over the `draft` that they fill: `verbs` (what is to be done), `schedule`, `unquoted` and
`pieces` (sending), `manage`, `stops`, `changes`, `delays`, `status` and `spans` (what is scheduled; which: `targets`, `topic`,
`parts`), `directory` and `groups` (people), `simple`, `opinion` (what dateparser would say)."""
