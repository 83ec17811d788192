"""Every read and write with logic in it, a named function each, a file per noun. Each takes the workspace, except what
the tick asks over all of them (it says so). Rows come back as dicts; instants in them are aware datetimes."""
