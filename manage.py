#!/usr/bin/env python
"""Django's usual entry point; `halle` (config/cli.py) is the same under the product's name."""

from config.cli import main

if __name__ == "__main__":
    main()
