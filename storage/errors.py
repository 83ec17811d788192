"""The errors of the memory. Tortoise's and the drivers' exceptions end here.

StorageError
├── NotFound       no such row in this workspace
├── AlreadyThere   a unique key is taken
├── IllegalStep    the state does not allow the step
├── WrongKey       the secret key does not open what is stored (or is no key)
└── StoreAway      the database cannot be reached, or is locked for too long; nothing was written
"""

from __future__ import annotations


class StorageError(Exception):
    """The root."""


class NotFound(StorageError):
    """No such row in this workspace."""


class AlreadyThere(StorageError):
    """A unique key is taken."""


class IllegalStep(StorageError):
    """The state does not allow the step."""


class WrongKey(StorageError):
    """BELFRY_SECRET_KEY does not open what is stored, or is not a Fernet key."""


class StoreAway(StorageError):
    """The database cannot be reached or is locked for too long."""
