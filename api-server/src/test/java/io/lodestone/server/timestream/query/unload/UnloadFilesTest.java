package io.lodestone.server.timestream.query.unload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.scan.MemoryAccount;
import io.lodestone.server.objects.LocalObjectStore;
import io.lodestone.sql.QueryResult;
import io.lodestone.sql.SqlException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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

  /** Writes 30,000 rows into ten folders, each row as three columns. */
  private List<WrittenFile> write(MemoryAccount memory, long heldBytesMax) throws Exception {
    String sql =
        "UNLOAD (SELECT x, y, random() AS r, x % 10 AS p FROM UNNEST(sequence(1, 10000)) AS t(x)"
            + " CROSS JOIN UNNEST(sequence(1, 3)) AS u(y)) TO 's3://plant' WITH (format ="
            + " 'PARQUET', partitioned_by = ARRAY['p'])";
    try (QueryResult query = unloading.query(sql);
        UnloadFiles files =
            new UnloadFiles(
                new LocalObjectStore(unloading.disk()),
                query.unload().orElseThrow(),
                query.columns(),
                Unloading.QUERY_ID,
                memory,
                heldBytesMax)) {
      while (query.advance()) {
        files.write(query.batch());
      }
      files.finish();
      assertEquals(10, files.written().partitions());
      assertEquals(30_000, files.written().rows());
      return List.copyOf(files.stored());
    }
  }

  private static Map<String, Long> rowsByFolder(List<WrittenFile> files) {
    return files.stream()
        .collect(
            Collectors.groupingBy(
                file -> file.key().substring(0, file.key().lastIndexOf('/')),
                Collectors.summingLong(WrittenFile::rows)));
  }

  private static void assertAllThere(List<WrittenFile> files) {
    Map<String, Long> rows = rowsByFolder(files);
    assertEquals(10, rows.size());
    rows.forEach((folder, count) -> assertEquals(3_000, count, folder));
  }

  @Test
  void oneFileForEachFolderIsEnough() throws Exception {
    Bounded memory = new Bounded(Long.MAX_VALUE);
    List<WrittenFile> files = write(memory, Long.MAX_VALUE);

    assertEquals(10, files.size());
    assertAllThere(files);
    assertEquals(0, memory.held);
  }

  @Test
  void filesAreEndedEarlyRatherThanHeld() throws Exception {
    Bounded memory = new Bounded(200_000);
    List<WrittenFile> files = write(memory, 200_000);

    assertTrue(files.size() > 10, "files " + files.size());
    assertAllThere(files);
    assertEquals(0, memory.held);
  }

  @Test
  void filesAreEndedEarlyWhenTheQueryMayNotHoldMore() throws Exception {
    Bounded memory = new Bounded(200_000);
    List<WrittenFile> files = write(memory, 3_200_000);

    assertTrue(files.size() > 10, "files " + files.size());
    assertAllThere(files);
    assertEquals(0, memory.held);
  }

  @Test
  void aQueryThatMayHoldNextToNothingFails() throws Exception {
    Bounded memory = new Bounded(10_000);

    SqlException failure = assertThrows(SqlException.class, () -> write(memory, Long.MAX_VALUE));
    assertEquals("too much", failure.getMessage());
    assertEquals(0, memory.held);
    assertEquals(Map.of(), unloading.stored());
  }
}
