"""THE CHAT, and the wiring: staff write to a Telegram bot, and `python -m bot` is the `belfry` command line (`cli`).

A message of theirs comes in by `telegram`, is kept by `inbox`, passes `access`, and is answered in `handlers` with words of
`replies`; `saying` sends them, `bubbles` keeps them true, `notices` tells what nobody asked for, `digest` the week. `parts` and
`up` put the roles together. Knows `core`; of storage only the queries of the chat's own rows.
"""
