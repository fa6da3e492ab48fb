"""Reads the messages of the folder given, and prints what Python's own email package makes of each, as JSON."""

import hashlib
import json
import pathlib
import sys
from email import policy
from email.parser import BytesParser


def parties(header):
    return [] if header is None else [[one.display_name, one.addr_spec] for one in header.addresses]


def part(message, kind):
    body = message.get_body(preferencelist=(kind,))
    return None if body is None else body.get_payload(decode=True).decode(body.get_content_charset())


def read(path):
    message = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
    return {
        "subject": message["subject"] or "",
        "from": parties(message["from"]),
        "to": parties(message["to"]),
        "cc": parties(message["cc"]),
        "date": message["date"].datetime.isoformat(),
        "id": message["message-id"],
        "html": part(message, "html"),
        "text": part(message, "plain"),
        "attachments": [
            [one.get_filename(), hashlib.sha256(one.get_payload(decode=True)).hexdigest()]
            for one in message.iter_attachments()
        ],
        "defects": [str(defect) for one in message.walk() for defect in one.defects],
    }


folder = pathlib.Path(sys.argv[1])
print(json.dumps([read(path) for path in sorted(folder.iterdir())]))
