"""Run the local Google: `python -m tests.sheets_server --port 0`. The first line printed is the base URL."""

from __future__ import annotations

import argparse
import json
import logging
import pathlib

from .core import Google
from .faults import read_plan
from .http import Server

RECORDED = "recorded"
PERSON = "person@example.com"


def arguments() -> argparse.Namespace:
    """Return the command line, read."""
    parser = argparse.ArgumentParser(prog="python -m tests.sheets_server", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 picks a free one")
    parser.add_argument("--faults", metavar="PLAN", help="a fault plan: a JSON file, or JSON")
    parser.add_argument("--key", action="append", default=[], metavar="FILE",
                        help="a service-account key file whose account may ask for tokens; repeatable")  # fmt: skip
    parser.add_argument(
        "--account", default=PERSON, help=f"whose the bearer token {RECORDED!r} is (default: %(default)s)"
    )
    parser.add_argument("--quotas", action="store_true", help="count Google's quotas a minute")
    parser.add_argument("--no-service-account-storage", action="store_true",
                        help="refuse files created by service accounts, as Google does")  # fmt: skip
    parser.add_argument("--seed", type=int, default=0, help="seed of the ids")
    return parser.parse_args()


def main() -> None:
    """Serve until interrupted."""
    options = arguments()
    logging.basicConfig(level=logging.WARNING)
    google = Google(seed=options.seed)
    google.accounts.add_token(RECORDED, options.account)
    for name in options.key:
        key = json.loads(pathlib.Path(name).read_text("utf-8"))
        google.accounts.add_key(key["client_email"], key["private_key"])
    if options.faults:
        google.faults.plan(read_plan(options.faults))
    if options.quotas:
        google.quotas.enable()
    google.drive.service_accounts_have_storage = not options.no_service_account_storage
    server = Server(google, options.port)
    print(server.base_url, flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
