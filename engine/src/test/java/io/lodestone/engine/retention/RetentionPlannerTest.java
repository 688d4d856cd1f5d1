package io.lodestone.engine.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.manifest.TableView;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.TableRef;
import io.lodestone.segments.LocalSegmentStore;
import io.lodestone.segments.Segment;
import io.lodestone.segments.SegmentId;
import io.lodestone.segments.SegmentMetadata;
import io.lodestone.testkit.files.CrashableDirectory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A table of ten days, in which a stride is ten hours. */
class RetentionPlannerTest {
  private static final long HOUR = Duration.ofHours(1).toNanos();
  private static final long DAY = 24 * HOUR;
  private static final long NOW = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli() * 1_000_000;
  private static final long HORIZON = NOW - 10 * DAY;

  private long nextSegment = 1;

  private Segment segment(long oldest, long newest) {
    return Segment.open(
        new LocalSegmentStore(new CrashableDirectory()),
        new SegmentMetadata(new SegmentId(nextSegment++), 2, 10, 1, oldest, newest, 4_096, 7));
  }

  private static TableView table(long id, long floor, Segment... segments) {
    TableDefinition definition =
        TableDefinition.of(TableRef.of("plant", "table" + id))
            .withRetention(new RetentionPolicy(1, 10));
    TableEntry entry =
        new TableEntry(
            id, 1, definition, Instant.EPOCH, Instant.EPOCH, floor, List.of(), List.of());
    return new TableView(entry, List.of(), List.of(segments), List.of(), 1);
  }

  private static ExpiryPlan plan(TableView... tables) {
    return plan(List.of(tables), 100);
  }

  private static ExpiryPlan plan(List<TableView> tables, int tablesMax) {
    return RetentionPlanner.plan(tables, table -> table.goneBelowNanos(NOW), NOW, tablesMax);
  }

  @Test
  void aSegmentWhosePointsAreAllBelowTheHorizonRaisesTheFloor() {
    ExpiryPlan plan = plan(table(2, HORIZON - 1, segment(HORIZON - DAY, HORIZON - 1)));
    assertEquals(Map.of(2L, HORIZON), plan.horizons());
    assertEquals(Map.of(), plan.expired());
  }

  @Test
  void aSegmentWithAPointAtTheHorizonDoesNot() {
    assertEquals(Map.of(), plan(table(2, HORIZON - 1, segment(HORIZON - DAY, HORIZON))).horizons());
  }

  @Test
  void aSegmentLeavesWhenTheFloorIsAboveItsNewestPoint() {
    Segment below = segment(HORIZON - DAY, HORIZON - 1);
    Segment at = segment(HORIZON - DAY, HORIZON);
    ExpiryPlan plan = plan(table(2, HORIZON, below, at));
    assertEquals(Map.of(2L, List.of(below)), plan.expired());
    assertEquals(Map.of(), plan.horizons());
  }

  @Test
  void pointsThatExpiredBesideYoungerOnesRaiseTheFloorInStrides() {
    Segment mixed = segment(HORIZON - 5 * DAY, NOW);
    assertEquals(Map.of(), plan(table(2, HORIZON - 10 * HOUR + 1, mixed)).horizons());
    assertEquals(Map.of(2L, HORIZON), plan(table(2, HORIZON - 10 * HOUR, mixed)).horizons());
  }

  @Test
  void aTableOfWhichNothingExpiresCostsNothing() {
    assertEquals(Map.of(), plan(table(2, HORIZON - 5 * DAY)).horizons());
    assertEquals(Map.of(), plan(table(2, HORIZON - 5 * DAY, segment(HORIZON, NOW))).horizons());
  }

  @Test
  void aFloorAboveTheHorizonStaysWhereItIs() {
    assertEquals(Map.of(), plan(table(2, HORIZON + DAY, segment(HORIZON, NOW))).horizons());
  }

  @Test
  void soManyTablesAtATime() {
    List<TableView> tables = new ArrayList<>();
    for (long id = 2; id < 7; id++) {
      tables.add(table(id, HORIZON - DAY, segment(HORIZON - DAY, HORIZON - 1)));
    }
    assertEquals(3, plan(tables, 3).horizons().size());
    assertEquals(5, plan(tables, 5).horizons().size());
  }
}
