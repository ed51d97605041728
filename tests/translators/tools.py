"""Opens a file in a translation tool and saves it again: tools.py TOOL ACTION IN OUT.

TOOL is `toolkit` (translate-toolkit), `polib` or `csv:DELIMITER:ENCODING` (a spreadsheet program). ACTION is `keep`, or
`translate`, which translates every text: each word gets the letter ø at its end.
"""

import copy
import csv
import io
import re
import sys


def translated(text):
    return re.sub(r"[^\W\d_]{3,}", lambda word: word.group(0) + "ø", text)


def toolkit(action, source, result):
    from translate.storage import factory
    from translate.storage.pypo import pofile
    from translate.storage.xliff2 import Xliff2File

    with open(source, "rb") as file:
        is_second = b'version="2.0"' in file.read(1000)
    store = Xliff2File.parsefile(source) if is_second else factory.getobject(source)

    def translate(element):
        element.sub = [translated(part) if isinstance(part, str) else translate(part) for part in element.sub]
        return element

    for unit in store.units:
        if action == "keep" or not unit.istranslatable():
            continue
        if isinstance(store, pofile):
            unit.target = translated(unit.source)
        else:
            unit.rich_target = [translate(copy.deepcopy(element)) for element in unit.rich_source]
        unit.markfuzzy(False)
    store.savefile(result)


def polib(action, source, result):
    import polib

    catalog = polib.pofile(source)
    for entry in catalog if action == "translate" else []:
        entry.msgstr = translated(entry.msgid)
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    catalog.save(result)


def spreadsheet(delimiter, encoding, action, source, result):
    with open(source, encoding="utf-8-sig", newline="") as file:
        header, *rows = list(csv.reader(file))
    at = {name.split()[0]: column for column, name in enumerate(header)}
    for row in rows if action == "translate" else []:
        row[at["translation"]] = translated(row[at["source"]])
        row[at["state"]] = "translated"
    # Somebody added a column and put the last one first.
    table = [[row[-1], *row[:-1], "comment"] for row in [header, *rows]]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(table)
    with open(result, "wb") as file:
        file.write(out.getvalue().encode(encoding))


def main(tool, *arguments):
    if tool.startswith("csv:"):
        _, delimiter, encoding = tool.split(":")
        spreadsheet(delimiter, encoding, *arguments)
    else:
        {"toolkit": toolkit, "polib": polib}[tool](*arguments)


main(*sys.argv[1:])
