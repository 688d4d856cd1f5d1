package io.lodestone.server.timestream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.timestreamquery.TimestreamQueryClient;
import software.amazon.awssdk.services.timestreamwrite.TimestreamWriteClient;
import software.amazon.awssdk.services.timestreamwrite.model.Dimension;
import software.amazon.awssdk.services.timestreamwrite.model.Record;

/** A process that is killed while it takes a load, and what the next one finds. */
class KillRestartIT {
  private static final int REQUESTS = 600;
  private static final int RECORDS = 100;
  private static final int KILLED_AFTER = 250;
  private static final int WRITERS = 4;
  private static final long FIRST_SECOND = 1_400_000_000;

  @TempDir private Path folder;

  @Test
  void acknowledgedRequestsSurviveWholeAndTheRestCanBeSentAgain() throws Exception {
    Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    ServedProcess first = ServedProcess.start(folder);
    try (TimestreamWriteClient writer = first.writeClient()) {
      createTable(writer, "before");
      createTable(writer, "during");
      for (int request = 0; request < 50; request++) {
        write(writer, "before", request);
      }
      writeUntilKilled(first, writer, acknowledged);
    } finally {
      first.kill();
    }

    assertTrue(acknowledged.size() < REQUESTS, "the load ended before the process was killed");
    try (ServedProcess second = ServedProcess.start(folder);
        TimestreamWriteClient writer = second.writeClient();
        TimestreamQueryClient reader = second.queryClient()) {
      assertEquals(
          Integer.toString(50 * RECORDS), Rows.single(reader, "SELECT count(*) FROM kills.before"));
      Map<Integer, Integer> found = countByRequest(reader);
      for (int request : acknowledged) {
        assertEquals(RECORDS, found.get(request), "records of acknowledged request " + request);
      }
      found.forEach((request, count) -> assertEquals(RECORDS, count, "part of request " + request));

      // Whatever had no answer is sent again, and all the rest with it: nothing is rejected.
      for (int request = 0; request < REQUESTS; request++) {
        write(writer, "during", request);
      }
      Map<Integer, Integer> all = countByRequest(reader);
      assertEquals(REQUESTS, all.size());
      all.forEach((request, count) -> assertEquals(RECORDS, count, "request " + request));
    }
  }

  /** Several writers at once, so that requests are on their way when the process goes. */
  private static void writeUntilKilled(
      ServedProcess server, TimestreamWriteClient writer, Set<Integer> acknowledged)
      throws Exception {
    AtomicInteger next = new AtomicInteger();
    CountDownLatch enough = new CountDownLatch(KILLED_AFTER);
    try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        ends.add(
            writers.submit(
                () -> {
                  for (int request = next.getAndIncrement();
                      request < REQUESTS;
                      request = next.getAndIncrement()) {
                    try {
                      write(writer, "during", request);
                    } catch (SdkException killed) {
                      return;
                    }
                    acknowledged.add(request);
                    enough.countDown();
                  }
                }));
      }
      enough.await();
      server.kill();
      for (Future<?> end : ends) {
        end.get();
      }
    }
  }

  private static void createTable(TimestreamWriteClient writer, String name) {
    if (writer.listDatabases(b -> {}).databases().isEmpty()) {
      writer.createDatabase(b -> b.databaseName("kills"));
    }
    writer.createTable(
        b ->
            b.databaseName("kills")
                .tableName(name)
                .magneticStoreWriteProperties(m -> m.enableMagneticStoreWrites(true)));
  }

  private static void write(TimestreamWriteClient writer, String table, int request) {
    List<Record> records = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      records.add(
          Record.builder()
              .time(Long.toString(FIRST_SECOND + i))
              .measureValue(Integer.toString(request * RECORDS + i))
              .build());
    }
    writer.writeRecords(
        b ->
            b.databaseName("kills")
                .tableName(table)
                .commonAttributes(
                    c ->
                        c.dimensions(
                                Dimension.builder()
                                    .name("request")
                                    .value(Integer.toString(request))
                                    .build())
                            .measureName("value")
                            .timeUnit("SECONDS"))
                .records(records));
  }

  private static Map<Integer, Integer> countByRequest(TimestreamQueryClient reader) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (List<String> row :
        Rows.of(reader, "SELECT request, count(*) FROM kills.during GROUP BY request")) {
      counts.put(Integer.parseInt(row.get(0)), Integer.parseInt(row.get(1)));
    }
    return counts;
  }
}
