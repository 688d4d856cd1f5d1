package io.lodestone.server.timestream.query.unload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.server.objects.StoredObjects;
import io.lodestone.server.protocol.ServiceException;
import io.lodestone.sql.QueryResult;
import io.lodestone.sql.QueryStatistics;
import io.lodestone.sql.ResultBatch;
import io.lodestone.sql.ResultColumn;
import io.lodestone.sql.SqlException;
import io.lodestone.sql.unload.Unload;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Faults;
import io.lodestone.testkit.files.FaultyDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class UnloadedResultTest {
  private static final String NUMBERS = "SELECT x FROM UNNEST(sequence(1, 5000)) AS t(x)";

  private final Unloading unloading = new Unloading();

  /** A query that does something before each of its batches. */
  private record Watched(QueryResult rows, Runnable before) implements QueryResult {
    @Override
    public List<ResultColumn> columns() {
      return rows.columns();
    }

    @Override
    public boolean isMetadata() {
      return rows.isMetadata();
    }

    @Override
    public Optional<Unload> unload() {
      return rows.unload();
    }

    @Override
    public boolean advance() {
      before.run();
      return rows.advance();
    }

    @Override
    public ResultBatch batch() {
      return rows.batch();
    }

    @Override
    public QueryStatistics statistics() {
      return rows.statistics();
    }

    @Override
    public void cancel() {
      rows.cancel();
    }

    @Override
    public void close() {
      rows.close();
    }
  }

  private static Unload withFileBytes(Unload unload, long fileBytesMax) {
    return new Unload(
        unload.target(),
        unload.format(),
        unload.compression(),
        unload.encryption(),
        unload.encryptionKey(),
        unload.partitionColumns(),
        unload.csv(),
        fileBytesMax);
  }

  private static String lines(int from, int to) {
    StringBuilder lines = new StringBuilder();
    for (int i = from; i <= to; i++) {
      lines.append(i).append('\n');
    }
    return lines.toString();
  }

  @Test
  void theAnswerNamesTheFilesThatNameTheOthers() throws Exception {
    assertEquals(
        List.of("5000", "s3://plant/day/Q7_metadata.json", "s3://plant/day/Q7_manifest.json"),
        unloading.run("UNLOAD (" + NUMBERS + ") TO 's3://plant/day/'"));

    Map<String, String> stored = unloading.stored();
    assertEquals(lines(1, 5000), stored.get("day/results/Q7_1.gz"));
    int bytes = StoredObjects.of(unloading.disk(), "plant").get("day/results/Q7_1.gz").length;
    assertEquals(
        "{\"result_files\":[{\"url\":\"s3://plant/day/results/Q7_1.gz\",\"file_metadata\":"
            + "{\"content_length_in_bytes\":B,\"row_count\":5000}}],\"query_metadata\":"
                .replace("B", Integer.toString(bytes))
            + "{\"content_length_in_bytes\":B,\"total_row_count\":5000,\"result_format\":\"CSV\","
                .replace("B", Integer.toString(bytes))
            + "\"result_version\":\"Amazon Timestream version 1.0.0\"},\"author\":"
            + "{\"name\":\"Amazon Timestream\",\"manifest_file_version\":\"1.0\"}}",
        stored.get("day/Q7_manifest.json"));
    assertEquals(
        "{\"ColumnInfo\":[{\"Name\":\"x\",\"Type\":{\"ScalarType\":\"BIGINT\"}}],\"Author\":"
            + "{\"Name\":\"Amazon Timestream\",\"MetadataFileVersion\":\"1.0\"}}",
        stored.get("day/Q7_metadata.json"));
    assertEquals(3, stored.size());
  }

  @Test
  void withoutRowsThereAreNoFilesButTheTwo() throws Exception {
    assertEquals("0", unloading.run("UNLOAD (SELECT 1 WHERE false) TO 's3://plant'").getFirst());
    assertEquals("[Q7_manifest.json, Q7_metadata.json]", unloading.stored().keySet().toString());
    assertTrue(unloading.stored().get("Q7_manifest.json").startsWith("{\"result_files\":[],"));
  }

  @Test
  void eachPartitionHasItsFolder() throws Exception {
    unloading.run(
        "UNLOAD (SELECT x, x % 2 = 0 AS even, CASE x % 3 WHEN 0 THEN 'a b' WHEN 1 THEN 'c/d' END AS"
            + " w FROM UNNEST(sequence(1, 7)) AS t(x)) TO 's3://plant/p' WITH (compression ="
            + " 'NONE', include_header = 'true', partitioned_by = ARRAY['even', 'w'])");

    assertEquals(
        Map.of(
            "even=false/w=c%2Fd", "x\n1\n7\n",
            "even=true/w=__HIVE_DEFAULT_PARTITION__", "x\n2\n",
            "even=false/w=a b", "x\n3\n",
            "even=true/w=c%2Fd", "x\n4\n",
            "even=false/w=__HIVE_DEFAULT_PARTITION__", "x\n5\n",
            "even=true/w=a b", "x\n6\n"),
        unloading.stored().entrySet().stream()
            .filter(object -> object.getKey().startsWith("p/results/"))
            .collect(
                Collectors.toMap(
                    object ->
                        object
                            .getKey()
                            .substring("p/results/".length(), object.getKey().lastIndexOf('/')),
                    Map.Entry::getValue)));
    String metadata = unloading.stored().get("p/Q7_metadata.json");
    assertEquals(
        "{\"ColumnInfo\":[{\"Name\":\"x\",\"Type\":{\"ScalarType\":\"BIGINT\"}},"
            + "{\"Name\":\"even\",\"Type\":{\"ScalarType\":\"BOOLEAN\"}},"
            + "{\"Name\":\"w\",\"Type\":{\"ScalarType\":\"VARCHAR\"}}],",
        metadata.substring(0, metadata.indexOf("\"Author\"")));
  }

  @Test
  void namesOfFoldersAreEscapedAsHiveDoes() throws Exception {
    unloading.run(
        "UNLOAD (SELECT x, w AS \"a=b\" FROM (VALUES (1, '\"#%''*/:=?\\{[]^' || chr(10) || chr(127)),"
            + " (2, 'ä}<>|,;&+~@$!().-_'), (3, ''), (4, '..')) AS t(x, w)) TO 's3://plant' WITH"
            + " (compression = 'NONE', partitioned_by = ARRAY['a=b'])");

    assertEquals(
        new TreeSet<>(
            List.of(
                "Q7_manifest.json",
                "Q7_metadata.json",
                "results/a%3Db=%22%23%25%27%2A%2F%3A%3D%3F%5C%7B%5B%5D%5E%0A%7F/Q7_1.csv",
                "results/a%3Db=ä}<>|,;&+~@$!().-_/Q7_2.csv",
                "results/a%3Db=__HIVE_DEFAULT_PARTITION__/Q7_3.csv",
                "results/a%3Db=../Q7_4.csv")),
        unloading.stored().keySet());
  }

  @Test
  void aHundredPartitionsAreEnough() throws Exception {
    String sql =
        "UNLOAD (SELECT x, x %% %d AS p FROM UNNEST(sequence(1, 1000)) AS t(x)) TO 's3://plant'"
            + " WITH (partitioned_by = ARRAY['p'])";
    try (UnloadedResult result = unloading.result(sql.formatted(100))) {
      assertEquals("1000", Unloading.row(result).getFirst());
      assertEquals(100, result.written().partitions());
      assertEquals(1_000, result.written().rows());
    }
    Unloading more = new Unloading();
    ServiceException refused =
        assertThrows(ServiceException.class, () -> more.run(sql.formatted(101)));
    assertEquals(
        "Query aborted as UNLOAD would write more than 100 partitions", refused.getMessage());
    assertEquals(Map.of(), more.stored());
  }

  @Test
  void aFileThatIsLargeEnoughIsFollowedByAnother() throws Exception {
    for (String compression : List.of("NONE", "GZIP")) {
      Unloading large = new Unloading();
      QueryResult query =
          large.query(
              "UNLOAD (SELECT x, random() AS r FROM UNNEST(sequence(1, 10000)) AS t(x)) TO"
                  + " 's3://plant' WITH (compression = '"
                  + compression
                  + "')");
      long most = 64 << 10;
      try (UnloadedResult result =
          Unloading.result(
              query, withFileBytes(query.unload().orElseThrow(), most), large.disk())) {
        assertEquals("10000", Unloading.row(result).getFirst());
        Map<String, byte[]> objects = StoredObjects.of(large.disk(), "plant");
        long bytes = 0;
        StringBuilder rows = new StringBuilder();
        Map<String, String> texts = large.stored();
        int files = objects.size() - 2;
        assertTrue(files >= 2, "files " + files);
        for (int file = 1; file <= files; file++) {
          String key = "results/Q7_" + file + (compression.equals("NONE") ? ".csv" : ".gz");
          int size = objects.get(key).length;
          assertTrue(file == files || size >= most / 2 && size < 3 * most, key + " " + size);
          bytes += size;
          texts.get(key).lines().forEach(line -> rows.append(line.split(",")[0]).append('\n'));
        }
        assertEquals(lines(1, 10_000), rows.toString());
        assertEquals(new Written(0, 10_000, bytes), result.written());
      }
    }
  }

  @Test
  void parquetIsWrittenByPartitionAndSize() throws Exception {
    QueryResult query =
        unloading.query(
            "UNLOAD (SELECT x, random() AS r, x % 2 AS p FROM UNNEST(sequence(1, 10000)) AS t(x) CROSS"
                + " JOIN UNNEST(sequence(1, 10)) AS u(y)) TO 's3://plant' WITH (format = 'PARQUET',"
                + " partitioned_by = ARRAY['p'])");
    long most = 256 << 10;
    try (UnloadedResult result =
        Unloading.result(
            query, withFileBytes(query.unload().orElseThrow(), most), unloading.disk())) {
      assertEquals("100000", Unloading.row(result).getFirst());
      Map<String, byte[]> files = StoredObjects.of(unloading.disk(), "plant");
      files.keySet().removeIf(key -> !key.endsWith(".parquet"));
      assertTrue(files.size() > 4, files.keySet().toString());
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        byte[] bytes = file.getValue();
        assertTrue(file.getKey().matches("results/p=[01]/Q7_\\d+\\.parquet"), file.getKey());
        assertTrue(bytes.length < 2 * most, file.getKey() + " " + bytes.length);
        assertEquals("PAR1", new String(bytes, 0, 4, StandardCharsets.US_ASCII));
        assertEquals("PAR1", new String(bytes, bytes.length - 4, 4, StandardCharsets.US_ASCII));
      }
      assertTrue(
          unloading.stored().get("Q7_manifest.json").contains("\"result_format\":\"PARQUET\""));
      assertEquals(
          new Written(2, 100_000, files.values().stream().mapToLong(bytes -> bytes.length).sum()),
          result.written());
    }
  }

  @Test
  void aQueryThatFailsInTheMiddleLeavesNoManifestAndNoUnfinishedObject() throws Exception {
    String sql =
        "UNLOAD (SELECT 1 / (4000 - x) AS y FROM UNNEST(sequence(1, 5000)) AS t(x)) TO 's3://plant'";
    SqlException failure = assertThrows(SqlException.class, () -> unloading.run(sql));
    assertEquals("Division by zero", failure.getMessage());
    assertEquals(Map.of(), unloading.stored());
  }

  @Test
  void aQueryThatIsCancelledLeavesNoManifestAndNoUnfinishedObject() throws Exception {
    for (int batches = 0; batches < 3; batches++) {
      int cancelledAt = batches;
      int[] seen = {0};
      UnloadedResult[] unloaded = {null};
      QueryResult query =
          unloading.query(
              "UNLOAD (SELECT x, y FROM UNNEST(sequence(1, 5000)) AS t(x) CROSS JOIN"
                  + " UNNEST(sequence(1, 10)) AS u(y)) TO 's3://plant' WITH (partitioned_by ="
                  + " ARRAY['y'])");
      Runnable cancelling =
          () -> {
            if (seen[0]++ == cancelledAt) {
              unloaded[0].cancel();
            }
          };
      try (UnloadedResult result =
          Unloading.result(new Watched(query, cancelling), unloading.disk())) {
        unloaded[0] = result;
        assertThrows(SqlException.class, result::advance);
      }
      assertTrue(seen[0] > cancelledAt);
      assertEquals(Map.of(), unloading.stored(), "batches " + batches);
    }
  }

  @Test
  void everyRefusalOfTheDiskIsToldAndLeavesNoManifestThatLies() {
    String sql =
        "UNLOAD (SELECT x, x % 2 AS p FROM UNNEST(sequence(1, 100)) AS t(x)) TO 's3://plant/a' WITH"
            + " (partitioned_by = ARRAY['p'])";
    boolean done = false;
    for (long act = 1; !done; act++) {
      Faults faults = new Faults().failAt(act, Faults.Fault.EIO);
      CrashableDirectory disk = new CrashableDirectory();
      try (UnloadedResult result =
          Unloading.result(unloading.query(sql), new FaultyDirectory(disk, faults))) {
        Unloading.row(result);
        done = faults.acts() < act;
        assertTrue(done, "act " + act + " was not told of");
      } catch (UncheckedIOException refused) {
        assertComplete(disk, act);
      }
    }
  }

  @Test
  void aCrashLeavesNoManifestThatLies() throws Exception {
    String sql =
        "UNLOAD (SELECT x, x % 2 AS p FROM UNNEST(sequence(1, 100)) AS t(x)) TO 's3://plant/a' WITH"
            + " (partitioned_by = ARRAY['p'])";
    boolean done = false;
    for (long act = 1; !done; act++) {
      Faults faults = new Faults();
      CrashableDirectory disk = new CrashableDirectory();
      // From this act on nothing reaches the disk: the process is gone.
      for (long gone = act; gone < act + 200; gone++) {
        faults.failAt(gone, Faults.Fault.EIO);
      }
      try (UnloadedResult result =
          Unloading.result(unloading.query(sql), new FaultyDirectory(disk, faults))) {
        Unloading.row(result);
        done = true;
      } catch (UncheckedIOException refused) {
        done = false;
      }
      for (long seed = 0; seed < 5; seed++) {
        assertComplete(disk.crash(act * 5 + seed), act);
      }
    }
  }

  /** Whether a manifest, if there is one, names files that are there. */
  private static void assertComplete(CrashableDirectory disk, long act) {
    try {
      Map<String, byte[]> objects = StoredObjects.of(disk, "plant");
      if (objects.containsKey("a/Q7_manifest.json")) {
        assertTrue(objects.containsKey("a/Q7_metadata.json"), "act " + act);
        assertTrue(objects.containsKey("a/results/p=1/Q7_1.gz"), "act " + act);
        assertTrue(objects.containsKey("a/results/p=0/Q7_2.gz"), "act " + act);
        Unloading.stored(disk);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void namesThatAreTooLongAreAnError() throws Exception {
    ServiceException refused =
        assertThrows(
            ServiceException.class,
            () ->
                unloading.run(
                    "UNLOAD (SELECT 1 AS x, lpad('', 300, 'y') AS p) TO 's3://plant' WITH"
                        + " (partitioned_by = ARRAY['p'])"));
    assertTrue(refused.getMessage().contains("too long for the disk"), refused.getMessage());
    assertEquals(Map.of(), unloading.stored());
  }

  @Test
  void aFullDiskIsAnError() throws Exception {
    unloading.disk().limit(100_000);
    ServiceException refused =
        assertThrows(
            ServiceException.class,
            () ->
                unloading.run(
                    "UNLOAD (SELECT random() FROM UNNEST(sequence(1, 10000)) AS t(x)) TO"
                        + " 's3://plant' WITH (compression = 'NONE')"));
    assertEquals("Query aborted as the disk of the bucket is nearly full", refused.getMessage());
    assertEquals(Map.of(), unloading.stored());
  }
}
