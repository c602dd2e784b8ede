"""The gate's triggers, by hand for each database. Run by migration 0001_gate; `verify` checks that they stand.

Text of a released version is never changed: an amended rule is a new name and a new migration. Every condition is
written so that a NULL refuses.
"""

from __future__ import annotations

from dataclasses import replace

from mingjing.recording import append_only
from mingjing.recording.append_only import Guards

KEYS = {
    "review_threshold": [["id"], ["digest", "scope", "since", "kind"]],
    "gated": [["case"]],
    "handler": [["id"], ["case", "person"]],
    "reviewed": [["id"], ["case", "n"]],
    "clearance": [["id"], ["case", "n"]],
    "decision": [["id"], ["case", "kind", "round"], ["clearance_id"]],
}

HANDLER_REVIEWED = "审核人不得承办本案"
REVIEWER_HANDLES = "承办人不得审核本案"
REVIEWED_LATE = "审核记录的序号必须晚于本案已有的审核"
CLEARANCE_NO_REVIEW = "本案的程序没有法制审核，不存在放行"
CLEARANCE_NOT_PASSED = "最近一次法制审核没有同意这份稿件，或者审核人是承办人、决定人"
CLEARANCE_REQUIRED = "按审核目录应当审核，不能免予审核"
DECISION_UNKNOWN = "没有登记本案是否需要法制审核，不能决定"
DECISION_NEEDLESS = "本案的程序没有法制审核，决定不引用放行"
DECISION_UNCLEARED = "没有对应本案、本轮、本稿的放行，不得作出决定"
DECISION_OUTDATED = "放行之后又有新的审核意见，不得作出决定"
DECISION_PERSON = "承办人、审核人不得决定本案"

# --- the rules: conditions over NEW that both databases read alike ------------------------------------------

_SCOPES = {
    "sqlite": "(SELECT key AS place, value AS scope FROM json_each(NEW.scopes)) s",
    "postgresql": "jsonb_array_elements_text(NEW.scopes::jsonb) WITH ORDINALITY s(scope, place)",
}


def _handles(person: str) -> str:
    return f'EXISTS (SELECT 1 FROM handler WHERE "case" = NEW."case" AND person = {person})'


def _has_reviewed(person: str) -> str:
    return f'EXISTS (SELECT 1 FROM reviewed WHERE "case" = NEW."case" AND person = {person})'


def _has_decided(person: str) -> str:
    return f'EXISTS (SELECT 1 FROM decision WHERE "case" = NEW."case" AND decider = {person})'


_GATED = 'EXISTS (SELECT 1 FROM gated WHERE "case" = NEW."case" AND review = {})'
_LATEST = '(SELECT max(n) FROM reviewed WHERE "case" = NEW."case")'

# The latest review of the case, and nothing but an approval of this draft by this person in this round.
_PASSED = (
    'EXISTS (SELECT 1 FROM reviewed r WHERE r."case" = NEW."case" AND r.draft = NEW.draft AND r.opinion = \'approve\' '
    f"AND r.person = NEW.person AND r.round = NEW.round AND r.n = {_LATEST}) "
    f"AND NOT {_handles('NEW.person')} AND NOT {_has_decided('NEW.person')}"
)


def _amount(kind: str, vendor: str) -> str:
    """The amount in force: of the last scope (wide to narrow) that has one, the newest begun and not ended.

    The same reading as law/parameters.py; a test holds them together.
    """
    return (
        f"(SELECT t.amount FROM review_threshold t JOIN {_SCOPES[vendor]} ON s.scope = t.scope "
        f"WHERE t.digest = NEW.digest AND t.kind = {kind} AND t.since <= NEW.day "
        "AND (t.until = '' OR t.until >= NEW.day) ORDER BY s.place DESC, t.since DESC LIMIT 1)"
    )


def _not_required(vendor: str) -> str:
    """Below every limit in force, and nothing says that all is reviewed. A limit that is not there refuses."""
    fine = _amount("'fine_' || NEW.party_kind", vendor)
    confiscated = _amount("'confiscate_' || NEW.party_kind", vendor)
    everything = _amount("'scope_all'", vendor)
    return (
        "NEW.other_major = false AND NEW.party_kind IN ('citizen', 'org') AND NEW.fine >= 0 AND NEW.confiscated >= 0 "
        f"AND NEW.fine < {fine} AND NEW.confiscated < {confiscated} AND coalesce({everything}, 0) = 0"
    )


_CLEARED = 'EXISTS (SELECT 1 FROM clearance c WHERE c.id = NEW.clearance_id AND c."case" = NEW."case" AND c.draft = NEW.draft)'
# A passed clearance lives only as long as the review it stands on is the latest; any clearance ends with a later refusal.
_STILL_LATEST = (
    'NOT EXISTS (SELECT 1 FROM clearance c JOIN reviewed r ON r."case" = c."case" WHERE c.id = NEW.clearance_id '
    f"AND (r.n > c.n OR (c.kind = 'passed' AND r.n = {_LATEST})) AND NOT (r.opinion = 'approve' AND r.draft = NEW.draft))"
)
_FREE = _GATED.format("false")


def rules(vendor: str) -> dict[str, list[tuple[str, str]]]:
    """Per table: (what must hold, what is said when it does not), the first that fails speaks."""
    return {
        "gated": [],
        "handler": [(f"NOT {_has_reviewed('NEW.person')}", HANDLER_REVIEWED)],
        "reviewed": [
            (f"NOT {_handles('NEW.person')}", REVIEWER_HANDLES),
            (f"NEW.n > coalesce({_LATEST}, 0)", REVIEWED_LATE),
        ],
        "clearance": [
            (_GATED.format("true"), CLEARANCE_NO_REVIEW),
            (f"NEW.kind = 'not_required' OR (NEW.kind = 'passed' AND {_PASSED})", CLEARANCE_NOT_PASSED),
            (f"NEW.kind = 'passed' OR ({_not_required(vendor)})", CLEARANCE_REQUIRED),
        ],
        "decision": [
            ('EXISTS (SELECT 1 FROM gated WHERE "case" = NEW."case")', DECISION_UNKNOWN),
            (f"NOT {_FREE} OR NEW.clearance_id IS NULL", DECISION_NEEDLESS),
            (f"{_FREE} OR {_CLEARED}", DECISION_UNCLEARED),
            (f"{_FREE} OR {_STILL_LATEST}", DECISION_OUTDATED),
            (
                f"{_FREE} OR NOT ({_handles('NEW.decider')} OR {_has_reviewed('NEW.decider')})",
                DECISION_PERSON,
            ),
        ],
    }


# --- triggers ------------------------------------------------------------------------------------------------


def _sqlite(table: str, checks: list[tuple[str, str]]) -> str:
    tests = " ".join(
        f"WHEN NOT coalesce(({allowed}), false) THEN RAISE(ABORT, '{table}：{message}')"
        for allowed, message in checks
    )
    return f'CREATE TRIGGER "{table}_gate" BEFORE INSERT ON "{table}" BEGIN SELECT CASE {tests} END; END'


# The lock makes two writers of a case wait for each other, and READ COMMITTED makes the second one see what the
# first one wrote; a transaction with a fixed snapshot would not see it, so it is refused. search_path: a temporary
# table of the same name must not stand in for ours.
_PG_LOCK = """  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION '%：只能在 READ COMMITTED 事务里写入', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW."case", 58));
"""


def _postgres(table: str, checks: list[tuple[str, str]]) -> str:
    tests = "".join(
        f"  IF NOT coalesce(({allowed}), false) THEN\n    RAISE EXCEPTION '%：{message}', TG_TABLE_NAME "
        "USING ERRCODE = 'integrity_constraint_violation';\n  END IF;\n"
        for allowed, message in checks
    )
    return (
        f"CREATE FUNCTION mingjing_gate_{table}() RETURNS trigger LANGUAGE plpgsql "
        f"SET search_path = pg_catalog, public, pg_temp AS $$\nBEGIN\n{_PG_LOCK}{tests}  RETURN NEW;\nEND $$"
    )


def _attach(table: str) -> list[str]:
    return [
        f'CREATE TRIGGER "{table}_gate" BEFORE INSERT ON "{table}" '
        f"FOR EACH ROW EXECUTE FUNCTION mingjing_gate_{table}()",
        append_only.always(table, f"{table}_gate"),
    ]


_plain = append_only.tables(KEYS)
GATE: Guards = replace(
    _plain,
    sqlite=(*_plain.sqlite, *(_sqlite(table, checks) for table, checks in rules("sqlite").items() if checks)),
    functions=tuple(_postgres(table, checks) for table, checks in rules("postgresql").items()),
    postgres=(*_plain.postgres, *(one for table in rules("postgresql") for one in _attach(table))),
)
