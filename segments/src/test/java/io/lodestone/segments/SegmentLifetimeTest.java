package io.lodestone.segments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SegmentLifetimeTest {
  private final HeapSegmentStore store = new HeapSegmentStore();
  private Segment segment;

  @BeforeEach
  void open() throws IOException {
    PlainPoints points = RandomPoints.of(1, 3, 3);
    segment =
        Segment.open(
            store,
            new SegmentWriter(store, SegmentOptions.DEFAULT)
                .write(new SegmentId(1), 1, points.columns(), points.cursor(10))
                .orElseThrow());
  }

  @Test
  void openingReadsNothing() {
    assertEquals(0, store.openRegions());
    segment.release();
    assertEquals(0, store.openRegions());
  }

  @Test
  void theLastReferenceClosesTheRegion() {
    assertTrue(segment.tryRetain());
    segment.dimensionNames();
    segment.release();
    assertEquals(1, store.openRegions());
    segment.dimensionNames();
    segment.release();
    assertEquals(0, store.openRegions());
  }

  @Test
  void aClosedSegmentIsNeitherRetainedNorReadNorReleased() {
    segment.release();
    assertFalse(segment.tryRetain());
    assertThrows(IllegalStateException.class, segment::dimensionNames);
    assertThrows(IllegalStateException.class, segment::release);
  }
}
