"""What the messages say in each language: labels, sentences, dates and numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from watcher.core.model import ClauseOp, Direction, Language, MatchedBy, Money, NoteKind, StakeKind, TargetKind, Topic


class LayoutForm(StrEnum):
    """What can be said of an element of a page: the layout's events, told apart as far as a visitor would."""

    REMOVED = "removed"
    ADDED = "added"
    MOVED = "moved"
    MOVED_UP = "moved_up"
    MOVED_DOWN = "moved_down"
    BELOW_FOLD = "below_fold"
    SMALLER = "smaller"
    LARGER = "larger"
    COVERED = "covered"
    RENAMED = "renamed"
    UNNAMED = "unnamed"
    RELINKED = "relinked"
    RESTYLED = "restyled"
    REORDERED = "reordered"
    MERGED = "merged"
    SELECTED = "selected"
    SHORTENED = "shortened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """What visitors call an element of a role: alone, with either article, and the pronoun for it."""

    name: str
    the: str
    a: str
    it: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteForm:
    """What is told of a finding afterwards."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One language. A missing text is a type error; `{names}` are filled with `str.format`."""

    language: Language
    months: tuple[str, ...]
    date_form: str
    moment_form: str
    group_mark: str
    decimal_mark: str
    severities: tuple[str, str, str, str]
    directions: Mapping[Direction, str]
    topics: Mapping[Topic, str]
    stake_kinds: Mapping[StakeKind, str]
    clause_ops: Mapping[ClauseOp, str]
    links_only: str
    moved_edited: str
    rules: Mapping[str, str]
    rule_verbs: Mapping[str, str]
    rule_kinds: Mapping[str, str]
    quotation: str
    headline_directions: Mapping[Direction, str]
    headline_dropped: str
    headline_gone: Mapping[TargetKind, str]
    headline_impostor: Mapping[str, str]
    headline_lasting: str
    headline_listed: Mapping[str, str]
    headline_rebuilt: str
    from_day: str
    by_day: str
    digest_mark: str
    digest_subject: str
    bundle_subject: str
    same_subject: str
    further: str
    roles: Mapping[str, Noun]
    layout: Mapping[LayoutForm, str]
    layout_was: str
    layout_is: str
    layout_role: str
    layout_since: str
    layout_pushed: str
    an_advertisement: str
    in_first_screen: str
    below_first_screen: str
    from_top: str
    covered: str
    label_severity: str
    label_stake: str
    label_when: str
    label_changed: str
    label_layout: str
    label_why: str
    label_who: str
    label_next: str
    label_more: str
    label_evidence: str
    label_command: str
    label_page: str
    no_stake: str
    stakes_more: str
    stake_because: str
    matched_by: Mapping[MatchedBy, str]
    at_risk: str
    safe_ended: str
    safe_region: str
    priority: str
    worth: str
    reaches: str
    runs_until: str
    ended: str
    starts: str
    in_force_in: str
    in_force_tomorrow: str
    in_force_today: str
    in_force_since: str
    act_by_in: str
    act_by_tomorrow: str
    act_by_today: str
    act_by_past: str
    updated_on: str
    no_date: str
    visible_now: str
    clauses_more: str
    layout_more: str
    owner_of: str
    page_owner: str
    copied: str
    label_take: str
    reminder_mark: str
    reminder_ahead: str
    reminder_tomorrow: str
    reminder_today: str
    put_off: str
    escalation_mark: str
    escalated: str
    advice: Mapping[StakeKind, str]
    advice_before: str
    advice_by: str
    advice_gone: Mapping[TargetKind, str]
    advice_impostor: str
    advice_listed: str
    advice_looser: str
    advice_layout: str
    advice_policy: str
    advice_page: str
    evidence_command: str
    hash_before: str
    hash_after: str
    seen_at: str
    footer: str
    notes: Mapping[NoteKind, NoteForm]
    unconfirmed: str
    test_subject: str
    test_text: str

    def rule(self, rule: str) -> str:
        """A judge's rule such as "new_prohibition" in words; an unknown name without its underscores."""
        verb, _, kind = rule.partition("_")
        if rule in self.rules:
            return self.rules[rule]
        if verb in self.rule_verbs and kind in self.rule_kinds:
            return f"{self.rule_kinds[kind]} ({self.rule_verbs[verb]})"
        return rule.replace("_", " ").replace("-", " ")

    def noun(self, role: str) -> Noun:
        return self.roles.get(role, self.roles["element"])

    def day(self, day: date) -> str:
        return self.date_form.format(day=day.day, month=self.months[day.month - 1], year=day.year)

    def moment(self, at: datetime, timezone: str) -> str:
        local = at.astimezone(ZoneInfo(timezone))
        return self.moment_form.format(day=self.day(local.date()), time=f"{local:%H:%M}", zone=timezone)

    def number(self, number: int) -> str:
        return f"{number:,}".replace(",", self.group_mark)

    def money(self, money: Money) -> str:
        whole = money.amount == money.amount.to_integral_value()
        plain = f"{money.amount:,.0f}" if whole else f"{money.amount:,.2f}"
        marks = {",": self.group_mark, ".": self.decimal_mark}
        return "".join(marks.get(char, char) for char in plain) + f"\N{NO-BREAK SPACE}{money.currency}"
