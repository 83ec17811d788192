"""What each process of Belfry is made of, whatever its role: its data folder, its logs and figures, the embedded Valkey, signs
of life, what was last seen of the database, and trying again. Not here: what a role does (`core.worker`, `core.web`, `bot`)."""
