"""Writes the beginning of a targets.yaml for somebody who has none."""

from dataclasses import dataclass
from urllib.parse import quote

from watcher.core.model import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """Who is told, how and in which language. `mail` and `server` are both given or neither."""

    language: Language
    timezone: str
    team: str
    mail: str | None = None
    server: str | None = None


def begin(beginning: Beginning) -> str:
    """A file with everything but targets and stakes, explained by comments."""
    locale = {Language.DE: "de-DE", Language.EN: "en-GB"}[beginning.language]
    return _FILE.format(
        timezone=beginning.timezone,
        locale=locale,
        language=beginning.language.value,
        team=_quoted(beginning.team),
        channels=_MAIL.format(mail=quote(beginning.mail, safe="@"), server=beginning.server)
        if beginning.mail
        else _NO_MAIL,
        push="mail" if beginning.mail else "[]",
        digest='    digest: {at: "Mon 09:00"}\n' if beginning.mail else "",
    )


def _channel(mail: str, server: str | None) -> str:
    return _MAIL.format(mail=quote(mail, safe="@"), server=server)


def _quoted(text: str) -> str:
    return "'" + " ".join(text.split()).replace("'", "''") + "'"


_FILE = """\
# What Watcher watches, for whom, and what is at stake. Keys: docs/targets.md; `watcher validate` checks the file.
# Editors with YAML support complete the keys: `watcher schema > targets.schema.json` writes what they need.
# yaml-language-server: $schema=targets.schema.json

# What holds wherever an entry below does not say otherwise.
defaults: {{every: 6h, timezone: {timezone}, locale: {locale}, owner: team}}

{channels}
# Who is told of changes. Severity goes from 0 (nothing to do) to 3 (act today).
owners:
  team:
    name: {team}
    language: {language}
    push: {push}
    push_from: 2                  # what is less severe waits for the digest
{digest}
# Who is told when a page cannot be visited or a message cannot be sent.
operator: {{push: {push}}}

# What you have invested, and what it stands or falls with.
stakes:

# The pages and documents to watch; what is not written, the catalogue knows (`watcher catalog`).
targets:
"""
_MAIL = """\
# Ways to reach people (https://github.com/caronc/apprise/wiki). Passwords never stand here: ${{NAME}} is taken from the
# environment. `watcher alerts test` sends a sample.
channels:
  mail: {{url: "mailtos://${{SMTP_USER}}:${{SMTP_PASSWORD}}@{server}?from={mail}&to={mail}"}}
"""
_NO_MAIL = """\
# Ways to reach people (https://github.com/caronc/apprise/wiki). Passwords never stand here: ${NAME} is taken from the
# environment. Put your own in, and its name behind both `push:` below; `watcher alerts test` sends a sample.
#
# channels:
#   mail: {url: "mailtos://${SMTP_USER}:${SMTP_PASSWORD}@mail.acme.example?from=watcher@acme.example&to=team@acme.example"}
#   slack: {url: "${SLACK_URL}"}
"""
