"""How long a test waits for what must come.

A net under the test, never what it claims: a machine under heavy load gives a test a tenth of what it has alone. What a
test claims about time it compares with something of the same run, or asks of the process's own time.
"""

LONG_ENOUGH = 60.0
"""Seconds."""
