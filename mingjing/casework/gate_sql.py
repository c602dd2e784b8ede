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

# --- conditions common to both databases; %-free SQL over NEW -----------------------------------------------

_IS_HANDLER = 'EXISTS (SELECT 1 FROM handler WHERE "case" = NEW."case" AND person = {person})'
_HAS_REVIEWED = 'EXISTS (SELECT 1 FROM reviewed WHERE "case" = NEW."case" AND person = {person})'
_HAS_DECIDED = 'EXISTS (SELECT 1 FROM decision WHERE "case" = NEW."case" AND decider = {person})'
_GATED = 'EXISTS (SELECT 1 FROM gated WHERE "case" = NEW."case" AND review = {value})'

# The latest review of the case, and nothing but an approval of this draft by this person in this round.
_PASSED = (
    'EXISTS (SELECT 1 FROM reviewed r WHERE r."case" = NEW."case" AND r.draft = NEW.draft AND r.opinion = \'approve\' '
    "AND r.person = NEW.person AND r.round = NEW.round "
    'AND r.n = (SELECT max(n) FROM reviewed WHERE "case" = NEW."case"))'
    f" AND NOT {_IS_HANDLER.format(person='NEW.person')} AND NOT {_HAS_DECIDED.format(person='NEW.person')}"
)

# The amount in force for a kind: of the last scope (wide to narrow) that has one, the newest begun and not ended.
# The same reading as law/parameters.py; a trigger test holds them together.
_AMOUNT = (
    "(SELECT t.amount FROM review_threshold t JOIN {scopes} ON s.scope = t.scope "
    "WHERE t.digest = NEW.digest AND t.kind = {kind} AND t.since <= NEW.day AND (t.until = '' OR t.until >= NEW.day) "
    "ORDER BY s.place DESC, t.since DESC LIMIT 1)"
)


def _amount(kind: str, scopes: str) -> str:
    return _AMOUNT.format(kind=kind, scopes=scopes)


def _not_required(no: str, scopes: str) -> str:
    """Below every limit in force, and nothing says that all is reviewed. A limit that is not there refuses."""
    fine = _amount("'fine_' || NEW.party_kind", scopes)
    confiscated = _amount("'confiscate_' || NEW.party_kind", scopes)
    everything = _amount("'scope_all'", scopes)
    return (
        f"NEW.other_major = {no} AND NEW.party_kind IN ('citizen', 'org') AND NEW.fine >= 0 AND NEW.confiscated >= 0 "
        f"AND NEW.fine < {fine} AND NEW.confiscated < {confiscated} AND coalesce({everything}, 0) = 0"
    )


_CLEARED = (
    'EXISTS (SELECT 1 FROM clearance c WHERE c.id = NEW.clearance_id AND c."case" = NEW."case" '
    "AND c.draft = NEW.draft)"
)
# A passed clearance lives only as long as the review it stands on is the latest.
_STILL_LATEST = (
    'NOT EXISTS (SELECT 1 FROM clearance c JOIN reviewed r ON r."case" = c."case" WHERE c.id = NEW.clearance_id '
    'AND (r.n > c.n OR (c.kind = \'passed\' AND r.n = (SELECT max(n) FROM reviewed WHERE "case" = NEW."case"))) '
    "AND NOT (r.opinion = 'approve' AND r.draft = NEW.draft))"
)
_OTHER_PERSON = (
    f"NOT {_IS_HANDLER.format(person='NEW.decider')} AND NOT {_HAS_REVIEWED.format(person='NEW.decider')}"
)

# --- SQLite: one trigger per rule, each named by what it refuses --------------------------------------------


def _sqlite(name: str, table: str, allowed: str, message: str, when: str = "") -> str:
    condition = f"({when}) AND " if when else ""
    return (
        f'CREATE TRIGGER "{name}" BEFORE INSERT ON "{table}" WHEN {condition}NOT coalesce({allowed}, 0) '
        f"BEGIN SELECT RAISE(ABORT, '{table}：{message}'); END"
    )


_LITE_REVIEW = f"NOT {_GATED.format(value=0)}"
_LITE_SCOPES = "(SELECT key AS place, value AS scope FROM json_each(NEW.scopes)) s"
SQLITE = (
    _sqlite(
        "handler_not_reviewer",
        "handler",
        f"NOT {_HAS_REVIEWED.format(person='NEW.person')}",
        HANDLER_REVIEWED,
    ),
    _sqlite(
        "reviewed_by_other", "reviewed", f"NOT {_IS_HANDLER.format(person='NEW.person')}", REVIEWER_HANDLES
    ),
    _sqlite(
        "reviewed_in_order",
        "reviewed",
        'NEW.n > coalesce((SELECT max(n) FROM reviewed WHERE "case" = NEW."case"), 0)',
        REVIEWED_LATE,
    ),
    _sqlite("clearance_of_review", "clearance", _GATED.format(value=1), CLEARANCE_NO_REVIEW),
    _sqlite(
        "clearance_passed",
        "clearance",
        f"({_PASSED})",
        CLEARANCE_NOT_PASSED,
        "NEW.kind IS NOT 'not_required'",
    ),
    _sqlite(
        "clearance_not_required",
        "clearance",
        f"({_not_required('0', _LITE_SCOPES)})",
        CLEARANCE_REQUIRED,
        "NEW.kind IS NOT 'passed'",
    ),
    _sqlite(
        "decision_gated",
        "decision",
        'EXISTS (SELECT 1 FROM gated WHERE "case" = NEW."case")',
        DECISION_UNKNOWN,
    ),
    _sqlite(
        "decision_needless", "decision", "NEW.clearance_id IS NULL", DECISION_NEEDLESS, _GATED.format(value=0)
    ),
    _sqlite("decision_cleared", "decision", _CLEARED, DECISION_UNCLEARED, _LITE_REVIEW),
    _sqlite("decision_latest", "decision", _STILL_LATEST, DECISION_OUTDATED, _LITE_REVIEW),
    _sqlite("decision_by_other", "decision", f"({_OTHER_PERSON})", DECISION_PERSON, _LITE_REVIEW),
)

# --- PostgreSQL: one function per table, under a lock of the case ---------------------------------------------

# The lock makes two writers of a case wait for each other, and READ COMMITTED makes the second one see what the
# first one wrote; a transaction with a fixed snapshot would not see it, so it is refused. search_path: a temporary
# table of the same name must not stand in for ours.
_PG_LOCK = """  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION '%：只能在 READ COMMITTED 事务里写入', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW."case", 58));
"""


def _pg(name: str, checks: list[tuple[str, str]]) -> str:
    tests = "".join(
        f"  IF NOT coalesce({allowed}, false) THEN\n    RAISE EXCEPTION '%：{message}', TG_TABLE_NAME "
        "USING ERRCODE = 'integrity_constraint_violation';\n  END IF;\n"
        for allowed, message in checks
    )
    return (
        f"CREATE FUNCTION mingjing_{name}() RETURNS trigger LANGUAGE plpgsql "
        f"SET search_path = pg_catalog, public, pg_temp AS $$\nBEGIN\n{_PG_LOCK}{tests}  RETURN NEW;\nEND $$"
    )


def _unless(condition: str, allowed: str) -> str:
    return f"({condition}) OR ({allowed})"


_PG_UNREVIEWED = _GATED.format(value="false")
_PG_SCOPES = "jsonb_array_elements_text(NEW.scopes::jsonb) WITH ORDINALITY s(scope, place)"
FUNCTIONS = {
    "gated": [],
    "handler": [(f"NOT {_HAS_REVIEWED.format(person='NEW.person')}", HANDLER_REVIEWED)],
    "reviewed": [
        (f"NOT {_IS_HANDLER.format(person='NEW.person')}", REVIEWER_HANDLES),
        ('NEW.n > coalesce((SELECT max(n) FROM reviewed WHERE "case" = NEW."case"), 0)', REVIEWED_LATE),
    ],
    "clearance": [
        (_GATED.format(value="true"), CLEARANCE_NO_REVIEW),
        (f"NEW.kind = 'not_required' OR (NEW.kind = 'passed' AND {_PASSED})", CLEARANCE_NOT_PASSED),
        (f"NEW.kind = 'passed' OR ({_not_required('false', _PG_SCOPES)})", CLEARANCE_REQUIRED),
    ],
    "decision": [
        ('EXISTS (SELECT 1 FROM gated WHERE "case" = NEW."case")', DECISION_UNKNOWN),
        (f"NOT {_PG_UNREVIEWED} OR NEW.clearance_id IS NULL", DECISION_NEEDLESS),
        (_unless(_PG_UNREVIEWED, _CLEARED), DECISION_UNCLEARED),
        (_unless(_PG_UNREVIEWED, _STILL_LATEST), DECISION_OUTDATED),
        (_unless(_PG_UNREVIEWED, _OTHER_PERSON), DECISION_PERSON),
    ],
}

_plain = append_only.tables(KEYS)
GATE: Guards = replace(
    _plain,
    sqlite=(*_plain.sqlite, *SQLITE),
    functions=tuple(_pg(f"gate_{table}", checks) for table, checks in FUNCTIONS.items()),
    postgres=(
        *_plain.postgres,
        *(
            statement
            for table in FUNCTIONS
            for statement in (
                f'CREATE TRIGGER "{table}_gate" BEFORE INSERT ON "{table}" '
                f"FOR EACH ROW EXECUTE FUNCTION mingjing_gate_{table}()",
                append_only.always(table, f"{table}_gate"),
            )
        ),
    ),
)
