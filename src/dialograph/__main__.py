"""``python -m dialograph`` is the command ``dialograph``."""

import sys

from dialograph.cli.main import main

sys.exit(main())
