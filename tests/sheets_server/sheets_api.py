"""The methods of the Sheets API v4: reading their parameters and bodies, running them, giving their replies."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from . import discovery, requests, values
from .calls import Call
from .errors import BadPayload, InvalidArgument, NotFound
from .files import File, Files
from .filters import boxes_of, matched
from .masks import parse_reply_mask, select
from .messages import read, snake
from .methods import Method, check_parameters
from .references import resolve
from .requests.metadata import search
from .requests.sheets import copy_sheet, free_copy_title
from .sheet import Sheet
from .spreadsheet import Identifiers, Spreadsheet
from .values import Caller
from .views import spreadsheet_view

Json = dict[str, Any]

REQUEST_LIMIT = 100_000


class SheetsApi:
    """Runs the methods on the files."""

    def __init__(self, files: Files, ids: Identifiers) -> None:
        self.files = files
        self.ids = ids
        self.may_create: Callable[[str], None] = lambda user: None

    def run(self, method: Method, call: Call) -> Json:
        """Return the reply body of one call."""
        check_parameters(method, call)
        mask = parse_reply_mask(call.option("fields"), method.response) if call.option("fields") else {}
        body: Json = {}
        if method.request is not None:
            # Only the two methods with a ValueRange as body bind it to a field, called "data".
            body = read(method.request, call.json(), at="data" if method.request == "ValueRange" else "")
            wrong = discovery.complaint("sheets.v4", method.request, body)
            if wrong is not None:
                raise BadPayload([("", f"Invalid JSON payload received. {wrong}")])
        name = method.id.removeprefix("spreadsheets.").replace(".", "_")
        handler: Callable[[Call, Json], Json] = getattr(self, "_" + snake(name))
        reply = handler(call, body)
        if mask and method.id not in ("spreadsheets.get", "spreadsheets.getByDataFilter"):
            reply = select(reply, mask)
        return reply

    # Reading

    def _get(self, call: Call, _body: Json) -> Json:
        spreadsheet = self.files.readable(call.names["spreadsheetId"], call.user).spreadsheet
        ranges = call.query.get("ranges", [])
        boxes = [resolve(spreadsheet, text) for text in ranges] if ranges else None
        return self._view(spreadsheet, call, boxes, grid_data=call.flag("includeGridData"))

    def _get_by_data_filter(self, call: Call, body: Json) -> Json:
        spreadsheet = self.files.readable(call.names["spreadsheetId"], call.user).spreadsheet
        boxes = [box for wanted in body.get("dataFilters", []) for box in boxes_of(spreadsheet, wanted)] or None
        return self._view(spreadsheet, call, boxes, grid_data=bool(body.get("includeGridData")))

    def _view(self, spreadsheet: Spreadsheet, call: Call, boxes: Any, *, grid_data: bool) -> Json:
        mask = parse_reply_mask(call.option("fields"), "Spreadsheet") if call.option("fields") else {}
        return spreadsheet_view(spreadsheet, _caller(call), boxes=boxes, mask=mask, grid_data=grid_data)

    def _values_get(self, call: Call, _body: Json) -> Json:
        spreadsheet = self.files.readable(call.names["spreadsheetId"], call.user).spreadsheet
        return values.get(spreadsheet, resolve(spreadsheet, call.names["range"]), call.options(), _caller(call))

    def _values_batch_get(self, call: Call, _body: Json) -> Json:
        spreadsheet = self.files.readable(call.names["spreadsheetId"], call.user).spreadsheet
        boxes = [resolve(spreadsheet, text) for text in call.query.get("ranges", [])]
        shown = [values.get(spreadsheet, box, call.options(), _caller(call)) for box in boxes]
        return {"spreadsheetId": spreadsheet.spreadsheet_id} | ({"valueRanges": shown} if shown else {})

    def _values_batch_get_by_data_filter(self, call: Call, body: Json) -> Json:
        spreadsheet = self.files.readable(call.names["spreadsheetId"], call.user).spreadsheet
        options = {key: str(value) for key, value in body.items() if key != "dataFilters"}
        shown = [
            {"valueRange": values.get(spreadsheet, box, options, _caller(call)), "dataFilters": filters}
            for box, filters in matched(spreadsheet, body.get("dataFilters", []))
        ]
        return {"spreadsheetId": spreadsheet.spreadsheet_id} | ({"valueRanges": shown} if shown else {})

    def _developer_metadata_get(self, call: Call, _body: Json) -> Json:
        spreadsheet = self.files.readable(call.names["spreadsheetId"], call.user).spreadsheet
        for item in spreadsheet.metadata:
            if str(item["metadataId"]) == call.names["metadataId"]:
                return item
        raise NotFound(f"No developer metadata with ID: {call.names['metadataId']}")

    def _developer_metadata_search(self, call: Call, body: Json) -> Json:
        spreadsheet = self.files.readable(call.names["spreadsheetId"], call.user).spreadsheet
        found = search(spreadsheet, body.get("dataFilters", []))
        return {"matchedDeveloperMetadata": found} if found else {}

    # Writing

    def _values_update(self, call: Call, body: Json) -> Json:
        _input_option(call.option("valueInputOption"))
        file = self.files.writable(call.names["spreadsheetId"], call.user)
        written = values.update(file.spreadsheet, call.names["range"], body, call.options(), _caller(call))
        return _changed(file, call, written.reply)

    def _values_append(self, call: Call, body: Json) -> Json:
        _input_option(call.option("valueInputOption"))
        file = self.files.writable(call.names["spreadsheetId"], call.user)
        # A refused append must not leave the grid larger.
        draft = file.spreadsheet.copy()
        reply = values.append(draft, call.names["range"], body, call.options(), _caller(call))
        file.spreadsheet = draft
        return _changed(file, call, reply)

    def _values_clear(self, call: Call, _body: Json) -> Json:
        file = self.files.writable(call.names["spreadsheetId"], call.user)
        name = values.clear(file.spreadsheet, resolve(file.spreadsheet, call.names["range"]), _caller(call))
        return _changed(file, call, {"spreadsheetId": file.file_id, "clearedRange": name})

    def _values_batch_clear(self, call: Call, body: Json) -> Json:
        file = self.files.writable(call.names["spreadsheetId"], call.user)
        boxes = []
        for index, text in enumerate(body.get("ranges", [])):
            with _numbered(f"range[{index}]"):
                boxes.append(resolve(file.spreadsheet, text))
        names = [values.clear(file.spreadsheet, box, _caller(call)) for box in boxes]
        return _changed(file, call, {"spreadsheetId": file.file_id} | ({"clearedRanges": names} if names else {}))

    def _values_batch_clear_by_data_filter(self, call: Call, body: Json) -> Json:
        file = self.files.writable(call.names["spreadsheetId"], call.user)
        boxes = [box for box, _ in matched(file.spreadsheet, body.get("dataFilters", []))]
        names = [values.clear(file.spreadsheet, box, _caller(call)) for box in boxes]
        return _changed(file, call, {"spreadsheetId": file.file_id} | ({"clearedRanges": names} if names else {}))

    def _values_batch_update(self, call: Call, body: Json) -> Json:
        _input_option(body.get("valueInputOption"))
        file = self.files.writable(call.names["spreadsheetId"], call.user)
        options = {key: str(value) for key, value in body.items() if key != "data"}
        writes = []
        for index, item in enumerate(body.get("data", [])):
            # No promise of all or nothing here: what went before a refused range stays written.
            with _numbered(f"data[{index}]"):
                writes.append(values.update(file.spreadsheet, item.get("range", ""), item, options, _caller(call)))
        responses = [write.reply for write in writes]
        reply = {"spreadsheetId": file.file_id} | values.totals(writes)
        return _changed(file, call, reply | ({"responses": responses} if responses else {}))

    def _values_batch_update_by_data_filter(self, call: Call, body: Json) -> Json:
        _input_option(body.get("valueInputOption"))
        file = self.files.writable(call.names["spreadsheetId"], call.user)
        options = {key: str(value) for key, value in body.items() if key != "data"}
        writes, responses = [], []
        for item in body.get("data", []):
            wanted = item.get("dataFilter", {})
            for box in boxes_of(file.spreadsheet, wanted):
                content = {key: value for key, value in item.items() if key != "dataFilter"}
                writes.append(values.update(file.spreadsheet, box.name, content, options, _caller(call)))
                response = {k: v for k, v in writes[-1].reply.items() if k != "spreadsheetId"}
                responses.append(response | {"dataFilter": wanted})
        reply = {"spreadsheetId": file.file_id} | values.totals(writes)
        return _changed(file, call, reply | ({"responses": responses} if responses else {}))

    def _batch_update(self, call: Call, body: Json) -> Json:
        file = self.files.writable(call.names["spreadsheetId"], call.user)
        batch = body.get("requests", [])
        if not batch:
            raise InvalidArgument("Must specify at least one request.")
        if len(batch) > REQUEST_LIMIT:
            raise InvalidArgument(f"Too many requests in the batch: {len(batch)}. The limit is {REQUEST_LIMIT}.")
        # All or nothing: the requests run on a copy, which takes the place of the original at the end.
        draft = file.spreadsheet.copy()
        edit = requests.Edit(draft, call.user, self.ids, call.now, file.editors())
        replies = [requests.apply(edit, request, index) for index, request in enumerate(batch)]
        file.spreadsheet = draft
        reply: Json = {"spreadsheetId": file.file_id, "replies": replies}
        if body.get("includeSpreadsheetInResponse"):
            boxes = [resolve(draft, text) for text in body.get("responseRanges", [])] or None
            reply["updatedSpreadsheet"] = spreadsheet_view(
                draft, _caller(call), boxes=boxes, mask={}, grid_data=bool(body.get("responseIncludeGridData"))
            )
        return _changed(file, call, reply)

    def _create(self, call: Call, body: Json) -> Json:
        self.may_create(call.user)
        properties = body.get("properties", {})
        file = self.files.create(properties.get("title", "Untitled spreadsheet"), call.user, call.now)
        spreadsheet = file.spreadsheet
        spreadsheet.properties = spreadsheet.properties | properties
        if body.get("sheets"):
            spreadsheet.sheets = [
                Sheet(
                    {"sheetId": self.ids.number() if index else 0, "title": f"Sheet{index + 1}"}
                    | item.get("properties", {})
                )
                for index, item in enumerate(body["sheets"])
            ]
        spreadsheet.named_ranges = body.get("namedRanges", [])
        return spreadsheet_view(spreadsheet, _caller(call), boxes=None, mask={}, grid_data=False)

    def _sheets_copy_to(self, call: Call, body: Json) -> Json:
        source = self.files.readable(call.names["spreadsheetId"], call.user).spreadsheet
        target = self.files.writable(body.get("destinationSpreadsheetId", ""), call.user)
        text = call.names["sheetId"]
        sheet = source.sheet(int(text)) if text.isdigit() else None
        if sheet is None:
            raise InvalidArgument(f"No sheet with id: {text}")
        twin = copy_sheet(sheet, self.ids.number(), free_copy_title(target.spreadsheet, sheet.title), self.ids)
        target.spreadsheet.sheets.append(twin)
        return _changed(target, call, twin.properties_at(len(target.spreadsheet.sheets) - 1))


def _caller(call: Call) -> Caller:
    return Caller(call.user, call.now)


def _changed(file: File, call: Call, reply: Json) -> Json:
    file.modified_at = call.now
    return reply


def _input_option(option: str | None) -> None:
    if option in (None, "", "INPUT_VALUE_OPTION_UNSPECIFIED"):
        raise InvalidArgument("'valueInputOption' is required but not specified")


@contextlib.contextmanager
def _numbered(place: str) -> Iterator[None]:
    """Put `Invalid data[1]: ` before the message of an error raised inside."""
    try:
        yield
    except InvalidArgument as error:
        raise InvalidArgument(f"Invalid {place}: {error.message}") from error
