package io.lodestone.server.timestream.query.unload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.scan.MemoryAccount;
import io.lodestone.server.objects.LocalObjectStore;
import io.lodestone.sql.QueryResult;
import io.lodestone.sql.SqlException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class UnloadFilesTest {
  private final Unloading unloading = new Unloading();

  /** So many bytes, and no more. */
  private static final class Bounded implements MemoryAccount {
    private final long most;
    private long held;

    Bounded(long most) {
      this.most = most;
    }

    @Override
    public void add(long bytes) {
      if (bytes > 0 && held + bytes > most) {
        throw new SqlException(SqlException.Kind.LIMIT, "too much", 0, 0, null);
      }
      held += bytes;
    }
  }

  @Test
  void filesAreEndedEarlyRatherThanHeld() throws Exception {
    assertEndedEarly(new Bounded(Long.MAX_VALUE), 20_000);
  }

  @Test
  void filesAreEndedEarlyWhenTheQueryMayNotHoldMore() throws Exception {
    assertEndedEarly(new Bounded(10_000), Long.MAX_VALUE);
  }

  private void assertEndedEarly(Bounded memory, long heldBytesMax) throws Exception {
    String sql =
        "UNLOAD (SELECT x, x % 10 AS p FROM UNNEST(sequence(1, 10000)) AS t(x) CROSS JOIN"
            + " UNNEST(sequence(1, 3)) AS u(y)) TO 's3://plant' WITH (compression = 'NONE',"
            + " partitioned_by = ARRAY['p'])";
    try (QueryResult query = unloading.query(sql);
        UnloadFiles files =
            new UnloadFiles(
                new LocalObjectStore(unloading.disk()),
                query.unload().orElseThrow(),
                query.columns(),
                Unloading.QUERY_ID,
                new Unloading.PlainForms(),
                memory,
                heldBytesMax)) {
      while (query.advance()) {
        files.write(query.batch());
      }
      files.finish();

      assertTrue(files.stored().size() > 10, "files " + files.stored().size());
      assertEquals(10, files.written().partitions());
      assertEquals(30_000, files.written().rows());
      assertEquals(30_000, files.stored().stream().mapToLong(WrittenFile::rows).sum());
      List<Integer> expected =
          Stream.iterate(1, x -> x + 1).limit(10_000).flatMap(x -> Stream.of(x, x, x)).toList();
      assertEquals(
          expected,
          unloading.stored().values().stream()
              .flatMap(String::lines)
              .map(Integer::valueOf)
              .sorted()
              .toList());
    }
    assertEquals(0, memory.held);
  }
}
