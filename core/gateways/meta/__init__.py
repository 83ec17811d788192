"""What Meta's own words mean, for whoever passes them on: `sends` and `templates`, `codes`, `events`, `content`, `account`."""
