package io.lodestone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TimeRangeTest {
  private final TimeRange tens = new TimeRange(10, 20);

  @Test
  void holdsItsStartAndNotItsEnd() {
    assertFalse(tens.contains(9));
    assertTrue(tens.contains(10));
    assertTrue(tens.contains(19));
    assertFalse(tens.contains(20));
    assertTrue(TimeRange.at(5).contains(5));
    assertFalse(TimeRange.at(5).contains(6));
  }

  @Test
  void overlapsWhatSharesATime() {
    assertTrue(tens.overlaps(0, 10));
    assertTrue(tens.overlaps(19, 30));
    assertTrue(tens.overlaps(0, 30));
    assertFalse(tens.overlaps(0, 9));
    assertFalse(tens.overlaps(20, 30));
  }

  @Test
  void nothingOverlapsAnEmptyRange() {
    assertFalse(new TimeRange(15, 15).overlaps(0, 30));
  }

  @Test
  void noRangeOverlapsASourceWithoutPoints() {
    assertFalse(TimeRange.ALL.overlaps(Long.MAX_VALUE, Long.MIN_VALUE));
    assertFalse(tens.overlaps(Long.MAX_VALUE, Long.MIN_VALUE));
  }

  @Test
  void coversWhatLiesWhollyInside() {
    assertTrue(tens.covers(10, 19));
    assertFalse(tens.covers(9, 19));
    assertFalse(tens.covers(10, 20));
  }

  @Test
  void intersectionIsTheCommonPart() {
    assertEquals(new TimeRange(15, 20), tens.intersect(new TimeRange(15, 40)));
    assertEquals(tens, tens.intersect(TimeRange.ALL));
    assertTrue(tens.intersect(new TimeRange(30, 40)).isEmpty());
    assertTrue(new TimeRange(30, 40).intersect(tens).isEmpty());
  }

  @Test
  void refusesAnEndBeforeItsStart() {
    assertThrows(IllegalArgumentException.class, () -> new TimeRange(2, 1));
  }
}
