"""What staff must hear, written beside the change that it is about: `troubles` (deliveries and channels), `channel_hold` and
`template_hold` (what may not send for a while), `optouts` (people who want no more). Not here: telling it (`bot.notices`)."""
