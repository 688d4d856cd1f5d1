package io.lodestone.sql.type;

import io.lodestone.sql.type.SqlType.Field;
import io.lodestone.sql.type.SqlType.RowOf;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.SqlType.TimeSeriesOf;
import java.util.List;
import java.util.Optional;

/** A timeseries lies in vectors as an array of rows (time, value). */
public final class Timeseries {
  private Timeseries() {}

  /** The type of one sample. */
  public static RowOf elementType(TimeSeriesOf series) {
    return new RowOf(
        List.of(
            new Field(Optional.of("time"), Scalar.TIMESTAMP),
            new Field(Optional.of("value"), series.value())));
  }
}
