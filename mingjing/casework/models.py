"""Rows of cases: what pages read. All but the gate's tables and the drafts are derived and can be rebuilt."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection, models
from django.db.models import Q

from mingjing.casework.gate import Clearance, Decision, Handler, Reviewed, ReviewThreshold  # noqa: F401


class CaseRow(models.Model):
    """One case as lists show it. `stage` and `open` are the engine's; `n` is the last entry they speak of."""

    id = models.CharField(max_length=40, primary_key=True)
    procedure = models.CharField(max_length=60)
    agency = models.CharField(max_length=40)
    number = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=220)
    party = models.CharField(max_length=110, blank=True)
    party_code = models.CharField(max_length=40, blank=True)
    stage = models.CharField(max_length=20)
    open = models.JSONField(default=list)
    ended = models.BooleanField(default=False)
    opened_on = models.DateField()
    acted_on = models.DateField()
    due_on = models.DateField(null=True)
    """The last day of the limit that ends first, of those that run (`Due`) and that the agency must keep."""
    n = models.PositiveIntegerField()
    decision_number = models.CharField(max_length=60, blank=True)
    in_review = models.BooleanField(default=False)
    decided = models.BooleanField(default=False)
    published = models.BooleanField(default=False)

    class Meta:
        indexes = (
            models.Index(fields=("agency", "ended", "-acted_on"), name="case_agency_acted"),
            models.Index(fields=("ended", "-acted_on"), name="case_acted"),
            models.Index(fields=("agency", "ended", "due_on"), name="case_agency_due"),
            models.Index(fields=("ended", "due_on"), name="case_due"),
            models.Index(fields=("party_code",), name="case_party_code"),
        )


class Member(models.Model):
    """Who has acted in a case and as what: the team that may see it. A case about the agency itself is everybody's there."""

    EVERYBODY = "everybody"
    """The role of the one row that names nobody (`person` = "")."""

    case = models.ForeignKey(CaseRow, models.CASCADE, related_name="members")
    person = models.CharField(max_length=40)
    role = models.CharField(max_length=20)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "person", "role"), name="member_once"),)
        indexes = (models.Index(fields=("person",), name="member_person"),)


class Todo(models.Model):
    """What waits in a case for a role: an approval, an act that a limit runs to, or the next step of the usual way."""

    case = models.ForeignKey(CaseRow, models.CASCADE, related_name="todos")
    agency = models.CharField(max_length=40)
    role = models.CharField(max_length=20)
    action = models.CharField(max_length=60)
    label = models.CharField(max_length=60)
    term = models.CharField(max_length=10, blank=True)
    last_day = models.DateField(null=True)
    provisional = models.BooleanField(default=False)
    verified = models.BooleanField(default=False)
    since = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "role", "action"), name="todo_once"),)
        indexes = (models.Index(fields=("agency", "role", "last_day"), name="todo_agency_role"),)


class Due(models.Model):
    """A running limit of a case. `at` = end of its last day, so that one comparison finds what is over."""

    case = models.ForeignKey(CaseRow, models.CASCADE, related_name="dues")
    term = models.CharField(max_length=10)
    label = models.CharField(max_length=60)
    last_day = models.DateField()
    at = models.DateTimeField()
    provisional = models.BooleanField(default=False)
    verified = models.BooleanField(default=False)
    presumes = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "term"), name="due_once"),)
        indexes = (models.Index(fields=("at",), name="due_at"),)


class PaperRow(models.Model):
    """A document of a case, from its act to its issued form."""

    case = models.ForeignKey(CaseRow, models.CASCADE, related_name="papers")
    paper = models.CharField(max_length=40)
    n = models.PositiveIntegerField()
    draft = models.CharField(max_length=64)
    number = models.CharField(max_length=60, blank=True)
    on = models.DateField()
    issued_n = models.PositiveIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    sm3 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    served_on = models.DateField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "paper", "n"), name="paper_once"),)
        indexes = (models.Index(fields=("issued_n",), name="paper_unissued"),)


class PaperFault(models.Model):
    """A paper that could not be made, and why, until it is made. Not ledgered: nothing was done in the case."""

    paper = models.OneToOneField(PaperRow, models.CASCADE, primary_key=True, related_name="fault")
    layout = models.CharField(max_length=80, blank=True)
    """The agency's own layout that is at fault; then the sentence holds nothing of the case."""
    sentence = models.CharField(max_length=600)
    since = models.DateTimeField()


class PenaltyRow(models.Model):
    """A penalty that stands, as the other cases of the party see it. `party` = `party_key()`; `fine` in 分."""

    case = models.OneToOneField(CaseRow, models.CASCADE, primary_key=True, related_name="stands")
    agency = models.CharField(max_length=40)
    party = models.CharField(max_length=64)
    number = models.CharField(max_length=60, blank=True)
    item = models.CharField(max_length=64, blank=True)
    cause = models.CharField(max_length=220, blank=True)
    conduct_on = models.CharField(max_length=10, blank=True)
    decided_on = models.CharField(max_length=10)
    fine = models.BigIntegerField()
    n = models.PositiveIntegerField()

    class Meta:
        indexes = (models.Index(fields=("party", "decided_on"), name="penalty_party"),)


class VisitRow(models.Model):
    """A visit to a party's premises that counts towards its yearly cap. `party` = `party_key()`, `named` = `name_key()`.

    `item`: codes of the items, with a space between those of a merged inspection.
    """

    case = models.OneToOneField(CaseRow, models.CASCADE, primary_key=True, related_name="visit")
    agency = models.CharField(max_length=40)
    party = models.CharField(max_length=64)
    named = models.CharField(max_length=64, default="")
    item = models.CharField(max_length=400)
    on = models.CharField(max_length=10)
    n = models.PositiveIntegerField()

    class Meta:
        indexes = (
            models.Index(fields=("party", "on"), name="visit_party"),
            models.Index(fields=("named", "on"), name="visit_named"),
        )


class BarRow(models.Model):
    """A limit of a case during which its party may not apply for the item again. `party` = `party_key()`."""

    case = models.ForeignKey(CaseRow, models.CASCADE, related_name="bars")
    term = models.CharField(max_length=10)
    agency = models.CharField(max_length=40)
    party = models.CharField(max_length=64)
    item = models.CharField(max_length=64)
    label = models.CharField(max_length=60)
    since = models.CharField(max_length=10)
    until = models.CharField(max_length=10)
    number = models.CharField(max_length=60, blank=True)
    n = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "term"), name="bar_once"),)
        indexes = (models.Index(fields=("party", "since"), name="bar_party"),)


class TallyRow(models.Model):
    """An act as the annual report counts it: `column` of `law/tallies.py`, `amount` in 分. What is undone stays counted."""

    case = models.ForeignKey(CaseRow, models.CASCADE, related_name="tallies")
    n = models.PositiveIntegerField()
    column = models.CharField(max_length=30)
    agency = models.CharField(max_length=40)
    item = models.CharField(max_length=64, blank=True)
    on = models.CharField(max_length=10)
    amount = models.BigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "n", "column"), name="tally_once"),)
        indexes = (models.Index(fields=("agency", "on"), name="tally_agency_on"),)


class LinkRow(models.Model):
    """A case that names another: `relation` is the id of the field that names it."""

    case = models.ForeignKey(CaseRow, models.CASCADE, related_name="names")
    relation = models.CharField(max_length=40)
    other = models.CharField(max_length=40)
    n = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "relation", "n"), name="link_once"),)
        indexes = (models.Index(fields=("other",), name="link_other"),)

    MANY = 200
    """So many links a list reads at once; a plan or a levy is named by thousands of cases."""

    @classmethod
    def among(cls, cases: Collection[str]) -> list[tuple[str, str]] | None:
        """Who names whom, wherever one of these cases is one of the two; None when these are too many to read for a list."""
        rows = cls.objects.filter(Q(case__in=cases) | Q(other__in=cases))
        found = list(rows.values_list("case_id", "other")[: cls.MANY + 1])
        return None if len(found) > cls.MANY else found

    @staticmethod
    def together(case: str) -> list[str]:
        """The cases that this one names and those that name it: asked at the door, so not put together anew each time."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT case_id, other FROM casework_linkrow WHERE case_id = %s OR other = %s", [case, case]
            )
            return sorted({one for pair in cursor.fetchall() for one in pair} - {case})


class FileRow(models.Model):
    """An evidence file as an act handed it in."""

    case = models.ForeignKey(CaseRow, models.CASCADE, related_name="files")
    n = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    title = models.CharField(max_length=200)
    on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "n", "sha256"), name="file_once"),)


class Draft(models.Model):
    """A working copy of one act of one case: what was typed so far. Mutable, version-checked, not ledgered."""

    case = models.CharField(max_length=40)
    kind = models.CharField(max_length=60)
    """A paper id, or `act:<action>:<person>` for the fields of an act being filled in."""
    fields = models.JSONField(default=dict)
    attachments = models.JSONField(default=list)
    digest = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_by = models.CharField(max_length=40)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "kind"), name="draft_once"),)


class Series(models.Model):
    """The last number taken per authority, kind and year; its row lock makes numbers gapless."""

    agency = models.CharField(max_length=40)
    word = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("agency", "word", "year"), name="series_once"),)


class BoundFile(models.Model):
    """A case's papers and evidence bound as one PDF, as of entry `n`: asked for on the page, made by the worker.

    Not ledgered: it can be made again. Its bytes lie with the evidence of the case, under the case's key.
    """

    WAITING, MAKING, DONE, FAILED = "waiting", "making", "done", "failed"
    STATES = ((WAITING, "等待装订"), (MAKING, "正在装订"), (DONE, "已装订"), (FAILED, "没有装订成"))

    case = models.ForeignKey(CaseRow, models.CASCADE, related_name="bound_files")
    n = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=STATES, default=WAITING)
    archived = models.BooleanField(default=False)
    done = models.PositiveIntegerField(default=0)
    """Pieces laid in so far, of `total`."""
    total = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    index = models.JSONField(default=list)
    """Rows of 卷内目录: number, responsible, title, day, pages, remark."""
    fault = models.CharField(max_length=300, blank=True)
    asked_by = models.CharField(max_length=40)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "n"), name="bound_once"),)
        indexes = (models.Index(fields=("state",), name="bound_state"),)
