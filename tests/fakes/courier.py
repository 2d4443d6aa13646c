"""A courier for tests: remembers what it took, and fails as it is told."""

from collections.abc import Sequence

from watcher.core.model import Alert, Channel, Delivered, Delivery


class ScriptedCourier:
    """Answers each send with the next of `script`, and with Delivered when the script is over."""

    def __init__(self, *script: Delivery) -> None:
        self._script = list(script)
        self.tried: list[list[str]] = []
        self.delivered: list[str] = []

    def recover(self) -> None:
        """Takes everything from now on."""
        self._script.clear()

    async def send(self, alerts: Sequence[Alert], channel: Channel) -> Delivery:
        keys = [alert.key for alert in alerts]
        self.tried.append(keys)
        answer = self._script.pop(0) if self._script else Delivered()
        if isinstance(answer, Delivered):
            self.delivered += keys
        return answer
