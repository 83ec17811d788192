"""Time turns rows into sends. `dispatcher` is the tick and the lanes of this process; `once` is one for an outside cron.

To plan: `plan` (due times into deliveries), `preflight` (is the channel well?). To send: `lane` (one channel's loop) with its
`lease`, `choice` (what leaves now, each looked at again by `look`, in the `wording` it has then), `tempo`, `allowance` and
`cold` (how many), `flights` (requests in the air), `drivers`, `standin` (another channel takes over). Afterwards: `settle`
(unsure), `lost` (no receipt came), `watch` (numbers, and channels that are down), `asking` (what a provider is asked), `sweep`
(late, forgotten), `duty` (who ticks). `lineage` holds everything when the database is not the one that was last seen.
"""
