package io.lodestone.sql.type;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.sql.type.SqlType.ArrayOf;
import io.lodestone.sql.type.SqlType.Field;
import io.lodestone.sql.type.SqlType.RowOf;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.SqlType.TimeSeriesOf;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TextFormTest {
  @Test
  void timestampsReachToTheEndsOfTheirRange() {
    assertEquals("1677-09-21 00:12:43.145224192", word(Scalar.TIMESTAMP, Long.MIN_VALUE));
    assertEquals("2262-04-11 23:47:16.854775807", word(Scalar.TIMESTAMP, Long.MAX_VALUE));
    assertEquals("1969-12-31 23:59:59.999999999", word(Scalar.TIMESTAMP, -1));
  }

  @Test
  void intervalsShowTheirSignOnce() {
    assertEquals(
        "1 21:00:00.000000000", word(Scalar.INTERVAL_DAY_TO_SECOND, 45 * 3_600_000_000_000L));
    assertEquals("-0 00:00:00.000000001", word(Scalar.INTERVAL_DAY_TO_SECOND, -1));
    assertEquals("-106751 23:47:16.854775808", word(Scalar.INTERVAL_DAY_TO_SECOND, Long.MIN_VALUE));
    assertEquals("2-7", word(Scalar.INTERVAL_YEAR_TO_MONTH, 31));
    assertEquals("-0-8", word(Scalar.INTERVAL_YEAR_TO_MONTH, -8));
  }

  @Test
  void wholeNumbersReachToTheEndsOfTheirRange() {
    assertEquals("-9223372036854775808", word(Scalar.BIGINT, Long.MIN_VALUE));
    assertEquals("9223372036854775807", word(Scalar.BIGINT, Long.MAX_VALUE));
    assertEquals("0", word(Scalar.BIGINT, 0));
  }

  @Test
  void valuesWithPartsAreWrittenAsTheConsoleDoes() {
    Vector numbers = new Vector.Longs(new long[] {1, 2, 3}, new long[] {0b101});
    Vector arrays = new Vector.Arrays(new int[] {0, 0, 3}, numbers, null);
    assertEquals("[ 1,-,3 ]", TextForm.of(new ArrayOf(Scalar.INTEGER), arrays, 1));
    RowOf pair =
        new RowOf(
            List.of(
                new Field(Optional.empty(), Scalar.BIGINT),
                new Field(Optional.of("x"), Scalar.BIGINT)));
    Vector rows = new Vector.Rows(List.of(numbers, numbers), null);
    assertEquals("( 3, 3 )", TextForm.of(pair, rows, 2));
    assertEquals("( -, - )", TextForm.of(pair, rows, 1));
    assertEquals("row(bigint, x bigint)", pair.displayName());
    assertEquals("timeseries(double)", new TimeSeriesOf(Scalar.DOUBLE).displayName());
  }

  private static String word(SqlType type, long word) {
    return TextForm.of(type, new Vector.Longs(new long[] {word}, null), 0);
  }
}
