"""`belfry sandbox` as a process that dies with the tests: it plays WAHA and counts what each phone shows.

python -m tests.crash.judge PARENT KEY
"""

from __future__ import annotations

import sys

from bot.__main__ import main
from tests.crash.mortal import die_with_parent

if __name__ == "__main__":
    die_with_parent(int(sys.argv[1]))
    sys.exit(main(["sandbox", "--key", sys.argv[2]]))
