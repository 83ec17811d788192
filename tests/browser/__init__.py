"""The page of the sandbox in a real Chromium, over a real `belfry up --sandbox`."""
