"""What may go wrong by no fault of the program, in words for the person at the terminal."""

from typing import ClassVar


class ExpectedError(Exception):
    """Its text says what is wrong and what to do; `status` is the exit status of a command that ends with it."""

    status: ClassVar[int] = 2
