"""Random sequences against the bare gate tables: moves of the door, and raw SQL of someone who has the database.

After every move the tables must be exactly what the oracle says: a row more if that was allowed, else nothing
changed. At the end of a sequence `compare_gate` holds the rows against the ledger that the door's moves made:
rows that someone else slipped in must be found, and without them nothing may be found.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from mingjing.casework import gate_compare
from mingjing.law import procedures
from mingjing.law.terms import Case, Entry, PaperRef
from tests.gate_fuzz.oracle import (
    TABLES,
    Clearance,
    Decision,
    Gated,
    Handler,
    Reviewed,
    Row,
    State,
    Threshold,
)

ORDINARY, SUMMARY = procedures.of("penalty_ordinary@2021-07-15"), procedures.of("penalty_summary@2021-07-15")
CASES = {"c1": ORDINARY, "c2": ORDINARY, "s1": SUMMARY}
OFFICERS, REVIEWERS, HEADS = ("zhang", "wang"), ("zhou", "wu"), ("li", "zhao")
PEOPLE = OFFICERS + REVIEWERS + HEADS
DRAFTS = ("d1", "d2")
OPINIONS = ("approve", "approve", "return", "reject")
SCOPES = ("nation", "city")
LIMITS = [
    Threshold("set1", "nation", "2021-07-15", "", kind, amount)
    for kind, amount in [
        ("fine_org", 1000),
        ("confiscate_org", 1000),
        ("fine_citizen", 100),
        ("confiscate_citizen", 100),
    ]
]
SPAN = 250
"""Walks between two changes of what a connection may switch off; a switch makes SQLite compile everything anew."""
COLUMNS = {
    "review_threshold": ("digest", "scope", "since", "until", "kind", "amount"),
    "gated": ("case", "review"),
    "handler": ("case", "person", "n"),
    "reviewed": ("case", "round", "n", "draft", "opinion", "person"),
    "clearance": (
        "id",
        "case",
        "round",
        "n",
        "draft",
        "kind",
        "person",
        "party_kind",
        "fine",
        "confiscated",
        "other_major",
        "digest",
        "scopes",
        "day",
    ),
    "decision": ("case", "round", "kind", "draft", "decider", "n", "clearance_id"),
}


class Database(Protocol):
    """One connection inside one transaction; a statement that fails has no effect.

    `changes`: how many rows were written since the last time it was asked.
    """

    vendor: str

    def begin(self, dice: random.Random) -> None: ...
    def mark(self) -> None: ...
    def back(self) -> None: ...
    def rollback(self) -> None: ...
    def run(self, statement: str, values: Sequence[object] = ()) -> bool: ...
    def rows(self, table: str) -> set[Row]: ...
    def one_id(self, table: str, column: str) -> object: ...
    def changes(self) -> int: ...


class Violation(AssertionError):
    """The gate did what the oracle does not allow; carries seed, sequence and moves."""


@dataclass
class Sequence_:
    """One random walk on a fresh gate."""

    db: Database
    dice: random.Random
    state: State = field(default_factory=State)
    entries: dict[str, list[Entry]] = field(default_factory=lambda: {case: [] for case in CASES})
    honest: dict[str, set[Row]] = field(default_factory=lambda: {table: set() for table in TABLES})
    told: list[str] = field(default_factory=list)
    clearances: int = 0

    def play(self, moves: int) -> None:
        for case in CASES:
            self.handle(case=case, person=self.dice.choice(OFFICERS))
        for _ in range(moves):
            self.dice.choice(MOVES)(self)
        self._settle(self.state, TABLES)
        self._compare()

    # --- the door -------------------------------------------------------------------------------------------

    def handle(self, case: str = "", person: str = "") -> None:
        case, person = case or self._case(), person or self.dice.choice(PEOPLE)
        n = len(self.entries[case]) + 1
        known = {row.person for row in self.state.rows["handler"] if row.case == case}
        if person in known or self._honest("handler", Handler(case, person, n)):
            self._enter(case, n, "po_lead" if case != "s1" else "ps_verify", person, "officer")
            if not any(row.person == person and row.case == case for row in self.honest["handler"]):
                # Passed over because someone slipped the row in: what the door would have written.
                self.honest["handler"].add(Handler(case, person, n))

    def submit(self) -> None:
        case = self._case(("c1", "c2"))
        self._enter(case, len(self.entries[case]) + 1, "po_submit_review", "", "assistant")

    def review(self) -> None:
        case, person = self._case(("c1", "c2")), self.dice.choice(REVIEWERS + PEOPLE)
        n, opinion, draft = len(self.entries[case]) + 1, self.dice.choice(OPINIONS), self.dice.choice(DRAFTS)
        rows: list[tuple[str, Row]] = [
            ("reviewed", Reviewed(case, self._round(case), n, draft, opinion, person))
        ]
        if opinion == "approve":
            rows.append(
                ("clearance", Clearance(self._id(), case, self._round(case), n, draft, "passed", person))
            )
        if self._together(rows):
            self._enter(case, n, "po_review", person, "reviewer", draft, {"opinion": opinion})

    def decide(self) -> None:
        case, person, draft = (
            self._case(("c1", "c2")),
            self.dice.choice(HEADS + PEOPLE),
            self.dice.choice(DRAFTS),
        )
        n = len(self.entries[case]) + 1
        known = [row for row in self.state.rows["clearance"] if (row.case, row.draft) == (case, draft)]
        fine = self.dice.choice((0, 999, 1000, 5000))
        rows: list[tuple[str, Row]] = []
        if not any(one.action == "po_review" for one in self.entries[case]):
            if fine >= 1000:
                return  # the engine refuses: there has been no review
            rows = [("clearance", self._exempt(case, n, draft, person, fine))]
        cleared = rows[0][1] if rows else max(known, key=lambda row: row.n, default=None)
        number = self._decided(case) + 1
        rows.append(
            ("decision", Decision(case, number, "penalty_decision", draft, person, n, cleared and cleared.id))
        )
        if self._latest_is(case, draft) and self._together(rows):
            self._enter(
                case, n, "po_decide", person, "agency_head", draft, {"fine": fine, "party": {"kind": "org"}}
            )

    def decide_on_the_spot(self) -> None:
        n, person = len(self.entries["s1"]) + 1, self.dice.choice(OFFICERS)
        row = Decision("s1", self._decided("s1") + 1, "summary_decision", "d1", person, n, None)
        known = any((one.case, one.person) == ("s1", person) for one in self.state.rows["handler"])
        if self._together([*([] if known else [("handler", Handler("s1", person, n))]), ("decision", row)]):
            if not any((one.case, one.person) == ("s1", person) for one in self.honest["handler"]):
                self.honest["handler"].add(Handler("s1", person, n))
            self._enter("s1", n, "ps_decide", person, "officer", "d1")

    # --- someone with the database --------------------------------------------------------------------------

    def insert(self) -> None:
        table, row = self._any_row()
        self._attempt(self._insert_sql(table), table, row)

    def insert_or(self) -> None:
        """REPLACE and its relatives: where the key is taken nothing may change."""
        table, row = self._any_row()
        if self.state.rows[table] and self.dice.random() < 0.6:
            row = self._disturbed(table, self.dice.choice(sorted(self.state.rows[table], key=repr)))
        statement = self._variant(table)
        if "DO UPDATE" in statement and not self._lite:
            self._unchanged(statement, row)  # PostgreSQL refuses the word UPDATE itself, conflict or not
        else:
            self._attempt(statement, table, row)

    def replace_by_id(self) -> None:
        """Take the place of a row by its id alone."""
        table, row = self._any_row()
        column = "case" if table == "gated" else "id"
        id_ = self.db.one_id(table, column)
        if table in ("gated", "clearance") or id_ is None:
            return
        verb = (
            self.dice.choice(("REPLACE", "INSERT OR REPLACE", "INSERT OR IGNORE")) if self._lite else "INSERT"
        )
        statement = (
            self._insert_sql(table, verb)
            .replace("(", '("id", ', 1)
            .replace("VALUES (", f"VALUES ({self._mark}, ")
        )
        self._unchanged(statement, [id_, *row])

    def update(self) -> None:
        table = self.dice.choice(list(TABLES))
        column = self.dice.choice(COLUMNS[table])
        how = (
            self.dice.choice(("UPDATE", "UPDATE OR REPLACE", "UPDATE OR IGNORE")) if self._lite else "UPDATE"
        )
        where = self.dice.choice(("", " WHERE \"case\" = 'c1'" if "case" in COLUMNS[table] else ""))
        value = (
            self.dice.choice((1, 9))
            if column in _NUMBERS
            else self.dice.choice((*PEOPLE, *DRAFTS, *CASES, "approve"))
        )
        value = self.dice.random() < 0.5 if column in ("review", "other_major") else value
        self._unchanged(f'{how} "{table}" SET "{column}" = {self._mark}{where}', [value])

    def delete(self) -> None:
        table = self.dice.choice(list(TABLES))
        statements = [
            f'DELETE FROM "{table}"',
            f'DELETE FROM "{table}" WHERE {self.dice.choice(("true", "1=1"))}',
        ]
        if not self._lite:
            statements.append(f'TRUNCATE "{table}" CASCADE')
        self._unchanged(self.dice.choice(statements))

    def become_handler(self) -> None:
        reviews = sorted(self.state.rows["reviewed"])
        if reviews:
            one = self.dice.choice(reviews)
            self._attempt(self._insert_sql("handler"), "handler", Handler(one.case, one.person, one.n + 1))

    def steal_clearance(self) -> None:
        """A decision on whatever clearance there is, for whatever case and draft."""
        cleared = sorted(self.state.rows["clearance"], key=repr)
        if cleared:
            one = self.dice.choice(cleared)
            case, draft = self.dice.choice((one.case, self._case())), self.dice.choice((one.draft, *DRAFTS))
            row = Decision(
                case,
                self.dice.randint(1, 3),
                "penalty_decision",
                draft,
                self.dice.choice(PEOPLE),
                self._n(case),
                one.id,
            )
            self._attempt(self._insert_sql("decision"), "decision", row)

    # --- one attempt and its judgement -------------------------------------------------------------------------

    def _attempt(self, statement: str, table: str, row: Row) -> bool:
        expected = self.state.allows(table, row)
        self.told.append(f"{statement} {tuple(row)} {'+' if expected else '-'}")
        self.db.run(statement, [*row])
        wanted = self.state.with_row(table, row) if expected else self.state
        # One row more in this table is what one insert may do; anything else is looked at as a whole.
        self._settle(wanted, [table] if self.db.changes() == expected else TABLES)
        return expected

    def _unchanged(self, statement: str, values: Sequence[object] = ()) -> None:
        self.told.append(f"{statement} {list(values)}")
        self.db.run(statement, values)
        if self.db.changes():
            self._settle(self.state, TABLES)

    def _settle(self, expected: State, tables: Iterable[str]) -> None:
        for table in tables if expected is not self.state or tables is TABLES else ():
            rows = expected.rows[table]
            if (found := self.db.rows(table)) != rows:
                raise Violation(f"{table}: +{found - rows} −{rows - found}\n" + "\n".join(self.told))
        self.state = expected

    def _honest(self, table: str, row: Row) -> bool:
        if self._attempt(self._insert_sql(table), table, row):
            self.honest[table].add(row)
            return True
        return False

    def _together(self, rows: Sequence[tuple[str, Row]]) -> bool:
        """All rows or none, as in the door's transaction."""
        state = self.state
        for table, row in rows:
            if not state.allows(table, row):
                return self._none_of(rows)
            state = state.with_row(table, row)
        return all(self._honest(table, row) for table, row in rows)

    def _none_of(self, rows: Sequence[tuple[str, Row]]) -> bool:
        """The door's transaction is given up: play it in full, then take it back."""
        kept, honest = self.state, {table: set(one) for table, one in self.honest.items()}
        self.db.run("SAVEPOINT door")
        for table, row in rows:
            if not self._honest(table, row):
                break
        self.db.run("ROLLBACK TO door")
        self.db.run("RELEASE door")
        self.db.changes()
        self.state, self.honest = kept, honest
        return False

    def _compare(self) -> None:
        forged = False
        for case, procedure in CASES.items():
            rows = {
                table: {one for one in self.state.rows[table] if one.case == case}
                for table in gate_compare.TABLES
            }
            honest = {
                table: {one for one in self.honest[table] if one.case == case}
                for table in gate_compare.TABLES
            }
            found = gate_compare.compare_gate(_case(case, self.entries[case]), procedure, _gate_rows(rows))
            if bool(found) != (rows != honest):
                raise Violation(f"compare_gate {case}: {found}\n{rows}\n{honest}\n" + "\n".join(self.told))
            forged = forged or rows != honest

    # --- dice --------------------------------------------------------------------------------------------------

    @property
    def _lite(self) -> bool:
        return self.db.vendor == "sqlite"

    @property
    def _mark(self) -> str:
        return "?" if self._lite else "%s"

    def _case(self, among: Sequence[str] = tuple(CASES)) -> str:
        return self.dice.choice(among)

    def _n(self, case: str) -> int:
        return max(1, len(self.entries.get(case, ())) + self.dice.randint(-2, 2))

    def _id(self) -> int:
        self.clearances += 1
        return self.clearances

    def _round(self, case: str) -> int:
        return sum(1 for one in self.entries.get(case, ()) if one.action == "po_submit_review")

    def _decided(self, case: str) -> int:
        return sum(1 for one in self.entries[case] if one.action in ("po_decide", "ps_decide"))

    def _latest_is(self, case: str, draft: str) -> bool:
        """What the engine's G-REVIEW would say: no review, or the latest approves this draft."""
        reviews = [one for one in self.entries[case] if one.action == "po_review"]
        return not reviews or (reviews[-1].facts["opinion"], reviews[-1].papers[0].draft) == (
            "approve",
            draft,
        )

    def _exempt(self, case: str, n: int, draft: str, person: str, fine: int) -> Clearance:
        return Clearance(
            self._id(),
            case,
            self._round(case),
            n,
            draft,
            "not_required",
            person,
            "org",
            fine,
            0,
            False,
            "set1",
            json.dumps(SCOPES),
            "2026-03-02",
        )

    def _enter(
        self,
        case: str,
        n: int,
        action: str,
        person: str,
        role: str,
        draft: str = "",
        facts: dict | None = None,
    ) -> None:
        paper = "summary_decision" if case == "s1" else "penalty_decision"
        self.entries[case].append(
            Entry(
                case,
                n,
                CASES[case].key,
                action,
                person,
                (role,),
                "a",
                "2026-03-02",
                "",
                facts=facts or {},
                papers=(PaperRef(paper, draft),) if draft else (),
            )
        )

    def _any_row(self) -> tuple[str, Row]:
        case, dice = self.dice.choice((*CASES, "x9")), self.dice
        n, person, draft = self._n(case), dice.choice(PEOPLE), dice.choice(DRAFTS)
        match dice.choice(
            ("gated", "handler", "reviewed", "passed", "exempt", "decision", "review_threshold")
        ):
            case "gated":
                return "gated", Gated(case, dice.random() < 0.5)
            case "handler":
                return "handler", Handler(case, person, n)
            case "reviewed":
                return "reviewed", Reviewed(case, dice.randint(0, 2), n, draft, dice.choice(OPINIONS), person)
            case "passed":
                latest = max(
                    (one for one in self.state.rows["reviewed"] if one.case == case),
                    default=None,
                    key=lambda one: one.n,
                )
                person, round_ = (
                    (latest.person, latest.round)
                    if latest and dice.random() < 0.7
                    else (person, dice.randint(0, 2))
                )
                return "clearance", Clearance(self._id(), case, round_, n, draft, "passed", person)
            case "exempt":
                plain = self._exempt(case, n, draft, person, dice.choice((0, 99, 999, 1000, None, -1)))
                return "clearance", plain._replace(
                    party_kind=dice.choice(("org", "citizen", "org", None)),
                    other_major=dice.choice((False, False, True, None)),
                    digest=dice.choice(("set1", "set1", "set2", None)),
                    day=dice.choice(("2026-03-02", "2020-01-01", None)),
                    scopes=json.dumps(dice.choice((SCOPES, ["city"], []))),
                    confiscated=dice.choice((0, 1000, None)),
                )
            case "decision":
                cleared = [None, *sorted(one.id for one in self.state.rows["clearance"])]
                return "decision", Decision(
                    case, dice.randint(1, 3), "penalty_decision", draft, person, n, dice.choice(cleared)
                )
            case _:
                return "review_threshold", Threshold(
                    dice.choice(("set1", "set2")),
                    dice.choice(SCOPES),
                    dice.choice(("2021-07-15", "2025-01-01")),
                    dice.choice(("", "2025-12-31")),
                    dice.choice(("fine_org", "confiscate_org", "fine_citizen", "scope_all")),
                    dice.choice((0, 1, 5000)),
                )

    def _disturbed(self, table: str, row: Row) -> Row:
        """An existing row with one field changed: its key is often still the old one."""
        name = self.dice.choice(row._fields)
        other = self._any_row()[1]
        if not hasattr(other, name) or (name == "kind" and type(other) is not type(row)):
            return row
        return row._replace(**{name: getattr(other, name)})

    def _insert_sql(self, table: str, verb: str = "INSERT") -> str:
        names = ", ".join(f'"{one}"' for one in COLUMNS[table])
        marks = ", ".join([self._mark] * len(COLUMNS[table]))
        catalogue, empty = (', "catalogue"', ", ''") if table == "clearance" else ("", "")
        return f'{verb} INTO "{table}" ({names}{catalogue}) VALUES ({marks}{empty})'

    def _variant(self, table: str) -> str:
        plain = self._insert_sql(table)
        column = self.dice.choice([one for one in COLUMNS[table] if one != "id"])
        key = ", ".join(f'"{one}"' for one in _CONFLICTS[table])
        forms = [
            f'{plain} ON CONFLICT ({key}) DO UPDATE SET "{column}" = excluded."{column}"',
            f"{plain} ON CONFLICT DO NOTHING",
        ]
        if self._lite:
            forms += [
                self._insert_sql(table, verb)
                for verb in ("REPLACE", "INSERT OR REPLACE", "INSERT OR IGNORE", "INSERT OR FAIL")
            ]
        return self.dice.choice(forms)


MOVES: list[Callable[[Sequence_], None]] = [
    Sequence_.handle,
    Sequence_.submit,
    Sequence_.review,
    Sequence_.review,
    Sequence_.decide,
    Sequence_.decide,
    Sequence_.decide_on_the_spot,
    Sequence_.insert,
    Sequence_.insert,
    Sequence_.insert_or,
    Sequence_.insert_or,
    Sequence_.replace_by_id,
    Sequence_.update,
    Sequence_.delete,
    Sequence_.become_handler,
    Sequence_.steal_clearance,
]
_NUMBERS = {"n", "round", "amount", "fine", "confiscated", "clearance_id", "id"}
_CONFLICTS = {
    "review_threshold": ("digest", "scope", "since", "kind"),
    "gated": ("case",),
    "handler": ("case", "person"),
    "reviewed": ("case", "n"),
    "clearance": ("case", "n"),
    "decision": ("case", "kind", "round"),
}


def _case(case: str, entries: list[Entry]) -> Case:
    return Case(case, CASES[case].key, "a", tuple(entries))


def _gate_rows(rows: dict[str, set[Row]]) -> gate_compare.GateRows:
    return gate_compare.GateRows(
        gated=tuple(one.review for one in rows["gated"]),
        handler=tuple(gate_compare.HandlerRow(*one[1:]) for one in rows["handler"]),
        reviewed=tuple(
            gate_compare.ReviewedRow(one.n, one.round, one.draft, one.opinion, one.person)
            for one in rows["reviewed"]
        ),
        clearance=tuple(
            gate_compare.ClearanceRow(one.id, one.n, one.round, one.draft, *one[5:11])
            for one in rows["clearance"]
        ),
        decision=tuple(
            gate_compare.DecisionRow(one.n, one.kind, one.draft, one.decider, one.clearance)
            for one in rows["decision"]
        ),
    )


def prepare(db: Database) -> State:
    """What every walk begins with: the limits of one parameter set, and three cases that were opened."""
    first: list[tuple[str, Row]] = [("review_threshold", row) for row in LIMITS]
    first += [("gated", Gated(case, procedure.review is not None)) for case, procedure in CASES.items()]
    ground = Sequence_(db, random.Random(0))
    for table, row in first:
        assert ground._honest(table, row), row
    return ground.state


def fuzz(db: Database, seed: int, sequences: int, moves: tuple[int, int] = (4, 16)) -> None:
    """Play; raises Violation, which names seed and sequence so that it can be played again."""
    for number in range(sequences):
        dice = random.Random(f"{seed}/{number}")
        if number % SPAN == 0:
            ground = _begin(db, dice, again=number > 0)
        walk = Sequence_(
            db,
            dice,
            State(dict(ground.rows)),
            honest={table: set(rows) for table, rows in ground.rows.items()},
        )
        db.mark()
        try:
            walk.play(dice.randint(*moves))
        except Violation as found:
            raise Violation(f"seed {seed}, sequence {number}: {found}") from None
        finally:
            db.back()
    db.rollback()


def _begin(db: Database, dice: random.Random, *, again: bool) -> State:
    if again:
        db.rollback()
    db.begin(dice)
    return prepare(db)
