#!/usr/bin/env python
"""Django's command line for the studio, and `up`, which starts all of it."""

import os
import sys

if __name__ == "__main__":
    if sys.argv[1:] == ["up"]:  # the supervisor stays small: no Django in it
        from studio.config.up import main

        sys.exit(main())
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.config.settings")
    execute_from_command_line(sys.argv)
