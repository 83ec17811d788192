# ruff: noqa: DTZ001 - wall-clock times are naive: they are what is tested here
"""Readings that are ready become commands: ids, never names."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from core import commands
from core.commands import Audience, When
from core.language.command import command_of
from core.language.reading import Reading
from tests.core.language.ground import read


def test_a_sentence_becomes_a_message_to_be_scheduled() -> None:
    command = command_of(read("send 'hi' to Helena and the Drivers except Kofi tomorrow 9am weekly"))
    assert command == commands.Schedule(
        Audience(contacts=(1,), groups=(1,), except_contacts=(5,)),
        "hi",
        When(datetime(2027, 2, 12, 9), "Europe/Madrid", ("FREQ=WEEKLY;BYDAY=FR",)),
    )


def test_a_duration_keeps_its_instant() -> None:
    command = command_of(read("send 'hi' to Kofi in 1 minute"))
    assert isinstance(command, commands.Schedule)
    assert command.when.at == datetime(2027, 2, 11, 13, 21, tzinfo=UTC)


def test_now_is_now() -> None:
    command = command_of(read("send 'hi' to me, +34611000111 and #gold now"))
    assert isinstance(command, commands.Schedule)
    assert command.now
    assert command.audience == Audience(tags=(2,), numbers=("+34611000111",), me=True)


@pytest.mark.parametrize(
    ("sentence", "want"),
    [
        ("cancel #3 and #4", commands.Cancel((3, 4))),
        ("pause #3 until 1 March", commands.Pause((3,), date(2027, 3, 1))),
        ("resume #3", commands.Resume((3,))),
        ("skip #3 tomorrow", commands.Skip(3, (date(2027, 2, 12),))),
        ("skip #5", commands.Skip(5)),
        ("retry #4", commands.Retry(4)),
        ("undo", commands.Undo()),
        ("show #4", commands.Show(4)),
        ("send #4 now", commands.SendNow(4)),
        (
            "list messages for Noor tomorrow",
            commands.List(date(2027, 2, 12), date(2027, 2, 12), Audience(contacts=(6,))),
        ),
        (
            "what did we send Noor yesterday",
            commands.History(Audience(contacts=(6,)), date(2027, 2, 10), date(2027, 2, 10)),
        ),
        ("did Noor get it?", commands.Status((), Audience(contacts=(6,)))),
        ("postpone #4 by 3 hours", commands.Move(4, None, timedelta(hours=3))),
        ("bring #4 forward 90 minutes", commands.Move(4, None, timedelta(minutes=-90))),
        ("move #4 to Tuesday 9am", commands.Move(4, When(datetime(2027, 2, 16, 9), "Europe/Madrid"))),
        ("make #4 weekly", commands.Edit(4, rules=("FREQ=WEEKLY",), starts=datetime(2027, 2, 15, 10))),
        ("change the text of #4 to 'pay'", commands.Edit(4, text="pay")),
        ("add Kofi to #4", commands.Edit(4, add=Audience(contacts=(5,)))),
        ("remove Noor from #4", commands.Edit(4, remove=Audience(contacts=(6,)))),
        ("extend #3 until 1 May", commands.Edit(3, until=date(2027, 5, 1))),
        ("add contact Ada +34 611 222 333 #gold", commands.AddContact("Ada", "+34611222333", ("gold",))),
        ("tag Kofi as gold", commands.Tag(Audience(contacts=(5,)), ("gold",))),
        ("contacts", commands.Contacts()),
        ("digest", commands.Digest()),
        ("calendar", commands.Calendar()),
        ("calendar december", commands.Calendar(date(2027, 12, 1))),
        ("help", commands.Help()),
    ],
)
def test_a_sentence_becomes_its_command(sentence: str, want: commands.Command) -> None:
    assert command_of(read(sentence)) == want


@pytest.mark.parametrize("sentence", ["send 'x' to Kofi", "see you tomorrow", "send 'x' to Kofi every minute"])
def test_what_is_not_ready_is_no_command(sentence: str) -> None:
    with pytest.raises(ValueError, match="no command"):
        command_of(read(sentence))


@pytest.mark.parametrize("intent", ["edit", "skip", "retry", "send_now"])
def test_what_is_done_to_one_message_has_no_command_for_several(intent: str) -> None:
    with pytest.raises(ValueError, match="one message"):
        command_of(Reading("ok", intent, target_ids=(1, 2), message="closed"))
