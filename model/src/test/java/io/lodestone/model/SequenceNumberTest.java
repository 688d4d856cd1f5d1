package io.lodestone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SequenceNumberTest {
  private static final long FRAME_MAX = (1L << 39) - 1;

  @Test
  void keepsFrameAndOrdinalApart() {
    for (long frame : new long[] {0, 1, 12_345, FRAME_MAX}) {
      for (int ordinal : new int[] {0, 1, SequenceNumber.ORDINALS_PER_FRAME_MAX - 1}) {
        SequenceNumber number = SequenceNumber.of(frame, ordinal);
        assertEquals(frame, number.frame());
        assertEquals(ordinal, number.ordinal());
      }
    }
  }

  @Test
  void ascendsWithinAFrameAndFromFrameToFrame() {
    SequenceNumber last = SequenceNumber.of(7, SequenceNumber.ORDINALS_PER_FRAME_MAX - 1);
    assertTrue(SequenceNumber.of(7, 0).compareTo(last) < 0);
    assertTrue(last.compareTo(SequenceNumber.of(8, 0)) < 0);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThrows(IllegalArgumentException.class, () -> SequenceNumber.of(FRAME_MAX + 1, 0));
    assertThrows(IllegalArgumentException.class, () -> SequenceNumber.of(-1, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> SequenceNumber.of(0, SequenceNumber.ORDINALS_PER_FRAME_MAX));
    assertThrows(IllegalArgumentException.class, () -> new SequenceNumber(-1));
  }
}
