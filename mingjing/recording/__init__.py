"""全过程记录: the ledger of every case, its keys and its evidence files."""
