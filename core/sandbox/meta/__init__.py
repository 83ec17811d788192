"""Pretend providers that speak as Meta does: `cloud` and `bizchat`, by the same `rules` and `shapes`."""
