package io.lodestone.engine.journal;

/** What the first byte of an entry says. Frozen for ever. */
final class EntryType {
  static final int DATABASE_CHANGED = 1;
  static final int DATABASE_DROPPED = 2;
  static final int TABLE_CHANGED = 3;
  static final int TABLE_DROPPED = 4;
  static final int COLUMN_DEFINED = 5;
  static final int POINTS_WRITTEN = 6;
  static final int WINDOW_EXPIRED = 7;
  static final int TICK_NOTED = 8;
  static final int POINTS_REPLACED = 9;
  static final int POINTS_CARRIED = 10;

  /** An entry of another type, sealed with the key of its table's database. */
  static final int SEALED = 11;

  /** Type and length: what precedes the body of every entry. */
  static final int HEADER_BYTES = 1 + Integer.BYTES;

  private EntryType() {}
}
