"""A pretend Telegram: `server`, `world` (its memory), `methods`, `params`, `media`, `content`, `html` and `botside` (its Bot
API), `updates` and `webhook` (what it hands on), `faults` and `control` (what a test or the page makes it do)."""
