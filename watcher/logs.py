"""Logs for people on a terminal and for journald elsewhere: one event per fact, secrets shown as stars."""

import logging
import sys

import structlog


def open_log(level: str, as_json: bool | None) -> structlog.typing.FilteringBoundLogger:
    """Sets up logging to stderr for this process; `as_json` None decides by whether stderr is a terminal."""
    plain = as_json is False or (as_json is None and sys.stderr.isatty())
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        if plain
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    errors: list[structlog.typing.Processor] = [] if plain else [structlog.processors.dict_tracebacks]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *errors,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    log: structlog.typing.FilteringBoundLogger = structlog.get_logger()
    return log
