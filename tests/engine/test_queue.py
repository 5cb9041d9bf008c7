"""The queue: time first, then priority, then the order of scheduling."""

from hypothesis import given
from hypothesis import strategies as st

from standoff.engine.queue import Item, Priority, Queue

ITEMS = st.lists(st.tuples(st.sampled_from([0.0, 1.0, 2.5]), st.sampled_from(list(Priority))), max_size=30)


@given(ITEMS)
def test_items_leave_in_a_stable_order(spec: list[tuple[float, Priority]]) -> None:
    items = [Item(time, number, priority=priority) for number, (time, priority) in enumerate(spec)]
    queue = Queue()
    queue.push(items)
    out = []
    while queue:
        out.append(queue.pop())
    # Python's sort is stable, so this is the order the words above promise.
    assert out == sorted(items, key=lambda item: (item.time_s, item.priority))
