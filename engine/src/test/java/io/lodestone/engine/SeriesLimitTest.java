package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.EngineUnderTest.Points;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.commit.CommitOptions;
import io.lodestone.engine.commit.CommitOptions.TableLimits;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.model.Rejection.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

/** So many series in memory and no more; what is refused is named, and nothing else is. */
class SeriesLimitTest {
  private final EngineUnderTest db = new EngineUnderTest();

  private void open(int seriesMax, int seriesOfAllTablesMax) throws Exception {
    CommitOptions commit = CommitOptions.DEFAULT;
    db.options =
        db.options.withCommit(
            new CommitOptions(
                commit.queueRequestsMax(),
                commit.queueBytesMax(),
                commit.frameBytesTarget(),
                commit.framesInFlightMax(),
                commit.batchBytesMax(),
                commit.futureMillisMax(),
                new TableLimits(128, 1_024, 8_192, seriesMax, seriesOfAllTablesMax)));
    db.open();
  }

  private WriteResult write(String... hosts) {
    Points points = new Points();
    for (String host : hosts) {
      points.add(host, db.hoursAgo(2), 1, 1);
    }
    return db.write(points.build());
  }

  private static List<String> refused(WriteResult result) {
    return result.rejections().stream()
        .map(rejection -> rejection.requestIndex() + " " + rejection.reason())
        .toList();
  }

  @Test
  void aTableTakesSoManySeries() throws Exception {
    open(3, 100);
    WriteResult result = write("a", "b", "a", "c", "d", "a", "d", "e");
    assertEquals(
        List.of(
            "4 " + Reason.LIMIT_EXCEEDED,
            "6 " + Reason.LIMIT_EXCEEDED,
            "7 " + Reason.LIMIT_EXCEEDED),
        refused(result));
    assertTrue(result.rejections().getFirst().detail().contains("3 series"));
    assertEquals(3, db.content().size());
    assertEquals(List.of("1 " + Reason.LIMIT_EXCEEDED), refused(write("b", "f")));
  }

  @Test
  void aFlushMakesRoom() throws Exception {
    open(3, 3);
    write("a", "b", "c");
    assertEquals(1, write("d").rejections().size());
    db.engine.flush();
    assertEquals(List.of(), refused(write("d", "e", "a")));
    db.engine.flush();
    assertEquals(5, db.content().size());
  }

  @Test
  void whatASegmentHoldsMayBeRepeatedWithoutRoomForItsSeries() throws Exception {
    open(2, 2);
    write("a", "b");
    db.engine.flush();
    write("c", "d");
    assertEquals(List.of(), refused(write("a", "b", "c")));
    Points points = new Points();
    points.add("a", db.hoursAgo(2), 1, 7);
    points.add("b", db.hoursAgo(2), 2, 7);
    points.add("b", db.hoursAgo(1), 1, 7);
    assertEquals(
        List.of(
            "0 " + Reason.VERSION_NOT_HIGHER,
            "1 " + Reason.LIMIT_EXCEEDED,
            "2 " + Reason.LIMIT_EXCEEDED),
        refused(db.write(points.build())));
  }

  @Test
  void theLimitOfAllTablesHoldsForEach() throws Exception {
    open(100, 2);
    assertEquals(List.of("2 " + Reason.LIMIT_EXCEEDED), refused(write("a", "b", "c")));
    db.killAndOpen();
    assertEquals(List.of("1 " + Reason.LIMIT_EXCEEDED), refused(write("b", "c")));
    db.engine.deleteTable(EngineUnderTest.TABLE);
    db.engine.createTable(TableDefinition.of(EngineUnderTest.TABLE));
    assertEquals(List.of(), refused(write("x", "y")));
  }
}
