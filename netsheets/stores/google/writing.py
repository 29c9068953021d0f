"""Sending one batch until it is known whether it was done.

Only an answer tells. A broken connection, a time-out, a 5xx or a web page in the place of an answer leaves it open, so
what became of the batch is read back before it is sent again. Sending it again is safe in any case: a batch that
changes content is done once (see `protections`), and any other one may be done twice.
"""

from __future__ import annotations

from netsheets.errors import Changed, Conflict, StoreRefused
from netsheets.stores.google.batch import Batch
from netsheets.stores.google.client import GoogleClient, GoogleRefusal, NoAnswer, asked_again, worded
from netsheets.stores.google.protections import Proof, Standing, standing
from netsheets.stores.google.spreadsheet import protections_of

_NO_ENTRY = (401, 403, 404)


class Writer:
    """Sends batches to one spreadsheet, called `name` in messages, as this account."""

    def __init__(self, client: GoogleClient, spreadsheet_id: str, *, name: str, account: str) -> None:
        self._client = client
        self._spreadsheet_id = spreadsheet_id
        self._name = name
        self._account = account

    def send(self, batch: Batch, once: str | None) -> None:
        """Have a batch done, or raise an error that says that it wasn't, or that this isn't known."""
        patience = self._client.patience
        unsure = False
        failure: NoAnswer | GoogleRefusal | None = None
        for attempt in range(1, patience.tries + 1):
            try:
                self._client.write(self._spreadsheet_id, batch.requests)
            except GoogleRefusal as refusal:
                failure = refusal
                if not refusal.is_busy:
                    self._settle(batch.proof, once, refusal, unsure=unsure)
                    return
            except NoAnswer as no_answer:
                failure, unsure = no_answer, True
                if batch.proof and self._seen_now(batch.proof) == "done":
                    return
            else:
                return
            if attempt < patience.tries:
                patience.pause(attempt, failure)
        assert failure is not None, "every attempt failed"
        self._settle(batch.proof, once, failure, unsure=unsure)

    def _settle(
        self, proof: Proof | None, once: str | None, failure: NoAnswer | GoogleRefusal, *, unsure: bool
    ) -> None:
        """Return where the batch was done all the same; raise what it failed of otherwise."""
        words = worded(failure, self._name, self._account, writing=True)
        if proof is None and unsure:
            raise StoreRefused("google_unsure", workbook=self._name, reason=_reason(failure)) from failure
        if proof is None or (not unsure and isinstance(failure, GoogleRefusal) and failure.status in _NO_ENTRY):
            raise words from failure
        found = self._read_back(proof)
        if found is None and unsure:
            raise StoreRefused("google_unsure", workbook=self._name, reason=_reason(failure)) from failure
        if found == "done":
            return
        if found == "done_by_others":
            raise Conflict("month_closed_meanwhile", month=(once or "").partition("-")[2]) from failure
        if found == "overtaken":
            raise Changed("workbook_changed", workbook=self._name) from failure
        raise words from failure

    def _read_back(self, proof: Proof) -> Standing | None:
        """Return what became of a batch, None where that can't be learnt for now."""
        try:
            held = asked_again(lambda: protections_of(self._client, self._spreadsheet_id), self._client.patience)
        except (NoAnswer, GoogleRefusal):
            return None
        return standing(held, proof)

    def _seen_now(self, proof: Proof) -> Standing | None:
        """Return what became of a batch, None where Google does not say at the first asking."""
        try:
            return standing(protections_of(self._client, self._spreadsheet_id), proof)
        except (NoAnswer, GoogleRefusal):
            return None


def _reason(failure: NoAnswer | GoogleRefusal) -> str:
    return failure.reason if isinstance(failure, NoAnswer) else failure.text
