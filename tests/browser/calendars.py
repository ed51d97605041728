"""Reports what two libraries object to in calendars. Their paths are read from standard input, one per line."""

import sys

import icalendar
import vobject


def faults(path):
    with open(path, "rb") as file:
        data = file.read()
    calendar = icalendar.Calendar.from_ical(data)
    for component in calendar.walk():
        for name, fault in component.errors:
            yield f"{component.name} {name}: {fault}"
        for name in component.required:
            if name not in component:
                yield f"{component.name} has no {name}"
        for name in component.singletons:
            if isinstance(component.get(name), list):
                yield f"{component.name} has several {name}"
    try:
        vobject.readOne(data.decode("utf-8")).validate(raiseException=True)
    except Exception as fault:
        yield f"vobject: {fault}"


count = 0
for line in sys.stdin:
    path = line.rstrip("\n")
    count += 1
    for fault in faults(path):
        print(f"{path}: {fault}")
print(f"{count} read", file=sys.stderr)
