package io.lodestone.server.timestream.query;

import io.lodestone.model.TimeRange;
import io.lodestone.scan.Aggregate;
import io.lodestone.scan.AggregateRequest;
import io.lodestone.scan.AggregateSource;
import io.lodestone.scan.BatchCursor;
import io.lodestone.scan.ColumnVector;
import io.lodestone.scan.Grouping;
import io.lodestone.scan.SeriesPredicate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Counts values of a table's partition key. Reads one row a series. Stateless. */
final class PartitionCount {
  private PartitionCount() {}

  /**
   * The share of the key's values that conditions leave.
   *
   * @param key a dimension, or measure_name
   * @param range the times in which points count
   * @return 0 to 1; 0 when there is no point in these times
   */
  static double coverage(
      AggregateSource table, String key, TimeRange range, List<SeriesPredicate> conditions) {
    int all = count(table, key, range, List.of());
    return all == 0 ? 0 : (double) count(table, key, range, conditions) / all;
  }

  private static int count(
      AggregateSource table, String key, TimeRange range, List<SeriesPredicate> conditions) {
    AggregateRequest request =
        AggregateRequest.of(Grouping.bySeries(key), Aggregate.count())
            .withRange(range)
            .withSeries(conditions.toArray(SeriesPredicate[]::new));
    Set<String> values = new HashSet<>();
    try (BatchCursor series = table.aggregate(request)) {
      while (series.advance()) {
        ColumnVector names = series.batch().vector(0);
        for (int row = 0; row < series.batch().size(); row++) {
          // A series without the dimension is of a partition of its own.
          values.add(names.isPresent(row) ? "=" + text(names, row) : "");
        }
      }
    }
    return values.size();
  }

  private static String text(ColumnVector vector, int row) {
    return switch (vector) {
      case ColumnVector.Dictionary dictionary -> dictionary.text(row);
      case ColumnVector.Varchars texts -> texts.text(row);
      default -> throw new IllegalStateException("a partition key is a text");
    };
  }
}
