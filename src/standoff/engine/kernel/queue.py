# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs, no-check-untyped-defs
"""What is due when: a binary heap on an array of records, ordered as `engine.queue` orders its items.

Williams, "Algorithm 232: Heapsort", Communications of the ACM 7 (1964). The first element is the next one due.
"""

from __future__ import annotations

from standoff.base.jit import jit

# Who goes first at the same instant, as in `engine.queue.Priority`; the sequence number decides the rest.
INPUT, WORLD, RESPONSE, LAST = 0, 1 << 40, 2 << 40, 3 << 40


@jit
def push(due, size, time_s, order, what):
    """Put an item into a queue of so many; returns how many there are now."""
    place = size
    while place > 0:
        parent = (place - 1) >> 1
        if not _before(time_s, order, due[parent]):
            break
        due[place] = due[parent]
        place = parent
    _put(due[place], time_s, order, what)
    return size + 1


@jit
def drop_first(due, size):
    """Take the first item out; returns how many are left."""
    size -= 1
    time_s, order, what = due[size].time_s, due[size].order, due[size].what
    place = 0
    while True:
        child = 2 * place + 1
        if child >= size:
            break
        if child + 1 < size and _before(due[child + 1].time_s, due[child + 1].order, due[child]):
            child += 1
        if _before(time_s, order, due[child]):
            break
        due[place] = due[child]
        place = child
    _put(due[place], time_s, order, what)
    return size


@jit
def _before(time_s, order, other):
    return time_s < other.time_s or (time_s == other.time_s and order < other.order)


@jit
def _put(item, time_s, order, what):
    item.time_s, item.order, item.what = time_s, order, what
