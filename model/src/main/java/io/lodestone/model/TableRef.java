package io.lodestone.model;

import java.util.Comparator;
import java.util.Objects;

/**
 * A table by name, within its database. It names a place; whether a table stands there is the
 * catalog's to say.
 *
 * @param database never null
 * @param table never null
 */
public record TableRef(DatabaseName database, TableName table) implements Comparable<TableRef> {
  private static final Comparator<TableRef> ORDER =
      Comparator.comparing(TableRef::database).thenComparing(TableRef::table);

  public TableRef {
    Objects.requireNonNull(database, "database");
    Objects.requireNonNull(table, "table");
  }

  /**
   * @throws InvalidRequestException when either name is not a legal one
   */
  public static TableRef of(String database, String table) {
    return new TableRef(new DatabaseName(database), new TableName(table));
  }

  @Override
  public int compareTo(TableRef other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return database + "." + table;
  }
}
