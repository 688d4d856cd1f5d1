package io.lodestone.sql;

import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.TextBuffer;
import io.lodestone.sql.type.TextForm;
import io.lodestone.sql.type.Vector;
import java.util.List;

/** Some rows of a result. Valid until its result advances or closes; used by one thread. */
public final class ResultBatch {
  private final Batch rows;
  private final List<SqlType> types;

  /** Rows as columns, one of each type in that order. */
  public ResultBatch(Batch rows, List<SqlType> types) {
    this.rows = rows;
    this.types = types;
  }

  /** At least 1. */
  public int rowCount() {
    return rows.size();
  }

  /**
   * The values of a column. They lie as its type says; arrays are shared, read only, and valid as
   * long as this batch is.
   */
  public Vector vector(int column) {
    return rows.column(column);
  }

  public boolean isNull(int row, int column) {
    return !rows.column(column).isPresent(row);
  }

  /** Appends the text form of a value that is not NULL, as UTF-8. */
  public void appendText(int row, int column, TextBuffer target) {
    TextForm.append(types.get(column), rows.column(column), row, target);
  }

  /**
   * The text form of a value that is not NULL. For edges and tests; {@link #appendText} makes no
   * string.
   */
  public String text(int row, int column) {
    return TextForm.of(types.get(column), rows.column(column), row);
  }
}
