"""Logs for people on a terminal and for journald elsewhere: one event per fact, secrets shown as stars."""

import logging
import sys

import structlog


def open_log(level: str, as_json: bool | None) -> structlog.typing.FilteringBoundLogger:
    """Sets up logging to stderr for this process; `as_json` None decides by whether stderr is a terminal.

    What libraries log comes out in the same form. Tracebacks show no variables: one of them might hold a password.
    """
    plain = as_json is False or (as_json is None and sys.stderr.isatty())
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *(_for_people() if plain else _for_programs()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    log: structlog.typing.FilteringBoundLogger = structlog.get_logger()
    logging.basicConfig(level=logging.WARNING, handlers=[_Bridge(log)], force=True)
    return log


def _for_people() -> list[structlog.typing.Processor]:
    return [
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)
    ]


def _for_programs() -> list[structlog.typing.Processor]:
    tracebacks = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    return [
        structlog.processors.ExceptionRenderer(tracebacks),
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]


class _Bridge(logging.Handler):
    """Passes on what libraries log with the standard library's logging."""

    def __init__(self, log: structlog.typing.FilteringBoundLogger) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        try:
            message = record.getMessage()
        except (TypeError, ValueError):
            # a library's mistake in its own logging is not worth an exception in the middle of its work
            message = str(record.msg)
        tell = self._log.error if record.levelno >= logging.ERROR else self._log.warning
        tell("library", logger=record.name, message=message, exc_info=record.exc_info)
