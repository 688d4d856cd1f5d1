package io.lodestone.server.timestream;

import java.util.List;
import software.amazon.awssdk.services.timestreamquery.TimestreamQueryClient;
import software.amazon.awssdk.services.timestreamquery.model.Datum;
import software.amazon.awssdk.services.timestreamquery.model.Row;

/** Results of queries as plain texts, for tests. */
final class Rows {
  private Rows() {}

  /** All rows of a statement, all pages of them; NULL is the word {@code null}. */
  static List<List<String>> of(TimestreamQueryClient client, String statement) {
    return client.queryPaginator(q -> q.queryString(statement)).stream()
        .flatMap(page -> page.rows().stream())
        .map(Rows::texts)
        .toList();
  }

  /** The only value of the only row. */
  static String single(TimestreamQueryClient client, String statement) {
    List<List<String>> rows = of(client, statement);
    if (rows.size() != 1 || rows.getFirst().size() != 1) {
      throw new AssertionError(statement + " gave " + rows);
    }
    return rows.getFirst().getFirst();
  }

  static List<String> texts(Row row) {
    return row.data().stream().map(Rows::text).toList();
  }

  private static String text(Datum datum) {
    return Boolean.TRUE.equals(datum.nullValue()) ? "null" : datum.scalarValue();
  }
}
