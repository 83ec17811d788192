"""Files that go along with messages: `media` (kept in the database, handed to the gateways), `filetypes` (which may be sent),
`fetching` (from an address, safely)."""
