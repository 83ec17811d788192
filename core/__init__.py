"""THE WORK: words become commands, commands become rows, rows become sends, and what comes back finds them. Holds codes and
values, never a sentence for people; knows no aiogram and no ORM.

Follow a sentence through it: `language` reads it, `messages` and `people` (by `changes`) do what it says, `slots` says when
each copy may leave, `dispatch` sends it through a channel of `channels` over one of `gateways`; `receipts` is what is heard
back. A copy changes its state in `outcomes` alone, and what staff must hear of that is written by `troubles`. `worker` and
`web` are the roles, `process` what each is made of, `sandbox` a pretend outside world. Who may import whom is a contract in
`pyproject.toml`.
"""
