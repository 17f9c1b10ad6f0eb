"""`python -m strategylib` is the command `strategylib`."""

import sys

from strategylib.cli import main

sys.exit(main())
