package io.lodestone.engine.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.catalog.MagneticStoreWrites;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.commit.AdmissionRule.Verdict;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.TableRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionRuleTest {
  private static final long NOW = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli() * 1_000_000L;
  private static final long HOUR = Duration.ofHours(1).toNanos();
  private static final long DAY = 24 * HOUR;
  private static final long QUARTER = Duration.ofMinutes(15).toNanos();

  private static AdmissionRule rule(RetentionPolicy retention, MagneticStoreWrites writes) {
    return rule(retention, writes, Long.MIN_VALUE);
  }

  private static AdmissionRule rule(
      RetentionPolicy retention, MagneticStoreWrites writes, long horizonFloor) {
    TableDefinition table =
        TableDefinition.of(TableRef.of("plant", "sensors"))
            .withRetention(retention)
            .withMagneticStoreWrites(writes);
    Instant created = Instant.EPOCH;
    TableEntry entry =
        new TableEntry(2, 1, table, created, created, horizonFloor, List.of(), List.of());
    return AdmissionRule.of(entry, NOW, QUARTER);
  }

  @Test
  void theFutureEndsAQuarterOfAnHourFromNow() {
    AdmissionRule rule = rule(RetentionPolicy.DEFAULT, MagneticStoreWrites.OFF);
    assertEquals(Verdict.MEMORY_STORE, rule.judge(NOW + QUARTER));
    assertEquals(Verdict.REJECTED, rule.judge(NOW + QUARTER + 1));
    assertEquals(Verdict.REJECTED, rule.judge(Long.MAX_VALUE));
  }

  @Test
  void theMemoryStoreReachesBackToItsHorizonAndNoFurther() {
    AdmissionRule rule = rule(new RetentionPolicy(6, 30), MagneticStoreWrites.ON);
    assertEquals(Verdict.MEMORY_STORE, rule.judge(NOW - 6 * HOUR));
    assertEquals(Verdict.MAGNETIC_STORE, rule.judge(NOW - 6 * HOUR - 1));
  }

  @Test
  void theMagneticStoreReachesBackToItsHorizonAndNoFurther() {
    AdmissionRule rule = rule(new RetentionPolicy(6, 30), MagneticStoreWrites.ON);
    assertEquals(Verdict.MAGNETIC_STORE, rule.judge(NOW - 30 * DAY));
    assertEquals(Verdict.REJECTED, rule.judge(NOW - 30 * DAY - 1));
    assertEquals(Verdict.REJECTED, rule.judge(Long.MIN_VALUE));
  }

  @Test
  void withoutMagneticStoreWritesTheMemoryStoreIsAllThereIs() {
    AdmissionRule rule = rule(new RetentionPolicy(6, 30), MagneticStoreWrites.OFF);
    assertEquals(Verdict.MEMORY_STORE, rule.judge(NOW - 6 * HOUR));
    assertEquals(Verdict.REJECTED, rule.judge(NOW - 6 * HOUR - 1));
    assertTrue(rule.describe().contains(Long.toString(NOW - 6 * HOUR)), rule.describe());
  }

  @Test
  void aMemoryStoreLongerThanTheMagneticOneIsNotCutShort() {
    AdmissionRule rule = rule(new RetentionPolicy(72, 1), MagneticStoreWrites.ON);
    assertEquals(Verdict.MEMORY_STORE, rule.judge(NOW - 72 * HOUR));
    assertEquals(Verdict.REJECTED, rule.judge(NOW - 72 * HOUR - 1));
  }

  @Test
  void theLongestRetentionReachesBackTwoHundredYears() {
    AdmissionRule rule = rule(RetentionPolicy.DEFAULT, MagneticStoreWrites.ON);
    assertEquals(Verdict.MAGNETIC_STORE, rule.judge(NOW - 73_000 * DAY));
    assertEquals(Verdict.REJECTED, rule.judge(NOW - 73_000 * DAY - 1));
  }

  @Test
  void belowTheHorizonFloorNothingIsAdmitted() {
    AdmissionRule rule = rule(new RetentionPolicy(6, 30), MagneticStoreWrites.ON, NOW - 2 * DAY);
    assertEquals(Verdict.MAGNETIC_STORE, rule.judge(NOW - 2 * DAY));
    assertEquals(Verdict.REJECTED, rule.judge(NOW - 2 * DAY - 1));
    assertTrue(rule.describe().contains(Long.toString(NOW - 2 * DAY)), rule.describe());
  }

  @Test
  void aFloorInsideTheMemoryStoreCutsThatShortAsWell() {
    AdmissionRule rule = rule(new RetentionPolicy(6, 30), MagneticStoreWrites.OFF, NOW - 2 * HOUR);
    assertEquals(Verdict.MEMORY_STORE, rule.judge(NOW - 2 * HOUR));
    assertEquals(Verdict.REJECTED, rule.judge(NOW - 2 * HOUR - 1));
  }
}
