from datetime import UTC, datetime, timedelta

from demo.agenda import Agenda

NOW = datetime(2026, 11, 23, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_deeds_happen_in_their_order_and_may_plan_others():
    done: list[str] = []
    agenda = Agenda(until=NOW)

    def second(at: datetime) -> None:
        done.append("second")
        agenda.add(at + HOUR, lambda _: done.append("third"))

    agenda.add(NOW - 2 * HOUR, second)
    agenda.add(NOW - 3 * HOUR, lambda _: done.append("first"))
    agenda.add(NOW, lambda _: done.append("last"))
    agenda.replay()

    assert done == ["first", "second", "third", "last"]


def test_what_lies_in_the_future_is_left_undone():
    done: list[str] = []
    agenda = Agenda(until=NOW)
    agenda.add(NOW + HOUR, lambda _: done.append("tomorrow"))
    agenda.replay()

    assert done == []
