"""The ledger's tables. Only `store.py`, `evidence.py` and `sealer.py` write them, by bare INSERT."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class DataKey(models.Model):
    """One key per case, wrapped by the master key; also the row that `append` locks.

    Outside the append-only set: destroying it shreds the case, and the chain still verifies.
    """

    case = models.TextField(primary_key=True)
    wrapped = models.BinaryField()

    class Meta:
        db_table = "data_key"


class Entry(models.Model):
    """One ledger entry: clear header, encrypted box (architecture §5). `id` is no order; (case, n) is."""

    id = models.BigAutoField(primary_key=True)
    case = models.TextField()
    n = models.PositiveIntegerField()
    prev = models.TextField(null=True)
    header = models.BinaryField()
    inner = models.TextField()
    box = models.BinaryField()
    commitment = models.TextField()

    class Meta:
        db_table = "entry"
        constraints = [
            models.UniqueConstraint(fields=["case", "n"], name="entry_case_n"),
            # A constraint, not `unique=True`, which would cost PostgreSQL a second index.
            models.UniqueConstraint(fields=["commitment"], name="entry_commitment"),
            models.CheckConstraint(condition=Q(id__gt=0), name="entry_id_positive"),
            models.CheckConstraint(
                condition=Q(n=1, prev__isnull=True) | Q(n__gt=1, prev__isnull=False),
                name="entry_first_has_no_prev",
            ),
        ]


class OpenLeaf(models.Model):
    """A public leaf that waits for its place. `body` is canonical JSON without `sealed`, which the sealer adds."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="open_leaves")
    body = models.BinaryField()

    class Meta:
        db_table = "open_leaf"
        constraints = [models.CheckConstraint(condition=Q(id__gt=0), name="open_leaf_id_positive")]


class Leaf(models.Model):
    """The place of one entry or one open leaf in the tree."""

    index = models.PositiveBigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, null=True, on_delete=models.PROTECT, related_name="leaf")
    open_leaf = models.OneToOneField(OpenLeaf, null=True, on_delete=models.PROTECT, related_name="leaf")
    hash = models.TextField()

    class Meta:
        db_table = "leaf"
        constraints = [
            models.CheckConstraint(
                condition=Q(entry__isnull=False, open_leaf__isnull=True)
                | Q(entry__isnull=True, open_leaf__isnull=False),
                name="leaf_of_one_thing",
            )
        ]


class Checkpoint(models.Model):
    """A signed tree head, as its note; `at` says when it was signed."""

    size = models.PositiveBigIntegerField(primary_key=True)
    note = models.TextField()
    at = models.TextField()

    class Meta:
        db_table = "checkpoint"


class Command(models.Model):
    """What a person already asked for under a key: the same request gets the same answer."""

    id = models.BigAutoField(primary_key=True)
    actor = models.TextField()
    key = models.TextField()
    digest = models.TextField()
    case = models.TextField()
    n = models.PositiveIntegerField()
    at = models.TextField()

    class Meta:
        db_table = "command"
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="command_actor_key")]


class Evidence(models.Model):
    """An evidence file of a case; its bytes lie encrypted under `evidence/<case>/<name>`."""

    id = models.BigAutoField(primary_key=True)
    case = models.TextField()
    name = models.TextField()
    """HMAC(case key, SHA-256): says nothing without the key."""
    sha256 = models.TextField()
    sm3 = models.TextField()
    size = models.PositiveBigIntegerField()
    kind = models.TextField()
    title = models.TextField()
    at = models.TextField()

    class Meta:
        db_table = "evidence"
        constraints = [models.UniqueConstraint(fields=["case", "name"], name="evidence_case_name")]


class Home(models.Model):
    """One row: which home this database belongs to, and whether it is a practice home (演练库)."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    identity = models.TextField()
    practice = models.BooleanField()

    class Meta:
        db_table = "home"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="home_is_one")]
