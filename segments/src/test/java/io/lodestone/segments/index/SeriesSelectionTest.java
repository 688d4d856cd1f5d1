package io.lodestone.segments.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SeriesSelectionTest {
  @Test
  void walksInOrderAndSkipsForwards() {
    SeriesSelection selection = SeriesSelection.range(2, 20);
    assertTrue(selection.advance());
    assertEquals(2, selection.series());
    selection.skipTo(15);
    assertTrue(selection.advance());
    assertEquals(15, selection.series());
  }

  /** A cursor whose series ends with its block skips to that very series, and has to get on. */
  @Test
  void neverSkipsBackToWhatIsPassed() {
    SeriesSelection selection = SeriesSelection.range(0, 3);
    for (int series = 0; series < 3; series++) {
      assertTrue(selection.advance());
      assertEquals(series, selection.series());
      selection.skipTo(series);
      selection.skipTo(0);
    }
    assertFalse(selection.advance());
  }
}
