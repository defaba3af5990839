"""Prints every step kind as JSON, one object by name: what tests/contract/kinds.json holds."""

from __future__ import annotations

import json
import sys

from studio.catalog import kind_json, kinds

if __name__ == "__main__":
    shown = {name: kind_json(kind) for name, kind in kinds().items()}
    sys.stdout.write(json.dumps(shown, indent=2, ensure_ascii=False) + "\n")
