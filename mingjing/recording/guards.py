"""The ledger's triggers: append-only, and an entry follows its predecessor."""

from __future__ import annotations

from dataclasses import replace

from mingjing.recording import append_only

KEYS = {
    "entry": [["id"], ["case", "n"], ["commitment"]],
    "open_leaf": [["id"]],
    "leaf": [["index"], ["entry_id"], ["open_leaf_id"]],
    "checkpoint": [["size"]],
}

# The chain in the database itself: whoever inserts past the store must at least continue it.
SQLITE_FOLLOWS = """CREATE TRIGGER "entry_follows" BEFORE INSERT ON "entry" WHEN NEW.n IS NOT 1 AND NOT EXISTS \
(SELECT 1 FROM "entry" WHERE "case" = NEW."case" AND n = NEW.n - 1 AND commitment = NEW.prev) \
BEGIN SELECT RAISE(ABORT, 'entry：接不上前一条记录'); END"""

PG_FOLLOWS = """CREATE FUNCTION mingjing_entry_follows() RETURNS trigger LANGUAGE plpgsql \
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.n IS DISTINCT FROM 1 AND NOT EXISTS
      (SELECT 1 FROM entry WHERE "case" = NEW."case" AND n = NEW.n - 1 AND commitment = NEW.prev) THEN
    RAISE EXCEPTION 'entry：接不上前一条记录' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$"""

_plain = append_only.tables(KEYS)
LEDGER = replace(
    _plain,
    sqlite=(*_plain.sqlite, SQLITE_FOLLOWS),
    functions=(append_only.PG_FUNCTION, PG_FOLLOWS),
    postgres=(
        *_plain.postgres,
        'CREATE TRIGGER "entry_follows" BEFORE INSERT ON "entry" '
        "FOR EACH ROW EXECUTE FUNCTION mingjing_entry_follows()",
        append_only.always("entry", "entry_follows"),
    ),
)
