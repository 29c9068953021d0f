"""The local Google: an emulator of the Sheets API v4 and of what spreadsheet clients use of Drive v3.

`Google` is all of it without HTTP (core.py); `Server` puts it on a loopback port (http.py); `python -m
tests.sheets_server` runs that. It is written to be faithful to Google, not to netsheets: what a real reply shows
decides, and bodies are held to Google's discovery documents. See docs/sheets-server.md.
"""

from .core import Google
from .http import Server

__all__ = ["Google", "Server"]
