"""Senders and their providers' accounts: `channels` (add, change, check, remove), `setup` and `connecting` (on the way in),
`channel_limits` and `day_limit` (what protects a number), `windows` and `templates` (what may be written to whom), `standing`
(what the provider says of it), `failover` (who stands in). Not here: sending (`core.dispatch`), wire formats
(`core.gateways`)."""
