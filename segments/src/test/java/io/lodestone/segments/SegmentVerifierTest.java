package io.lodestone.segments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.lodestone.model.KeyOrder;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentVerifierTest {
  private static final SegmentId ID = new SegmentId(4);

  private final HeapSegmentStore store = new HeapSegmentStore();

  private SegmentMetadata write(PlainPoints points) throws IOException {
    return new SegmentWriter(store, new SegmentOptions(1_024, 1 << 16))
        .write(ID, 1, points.columns(), points.cursor(100))
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(longs = {41, 42, 43, 44})
  void nothingIsFoundInASoundSegment(long seed) throws IOException {
    assertEquals(
        List.of(),
        SegmentVerifier.verify(
            store, write(RandomPoints.of(RandomPoints.order(seed), seed, 50, 200))));
    assertEquals(0, store.openRegions());
  }

  @Test
  void everyFlippedBitIsFound() throws IOException {
    SegmentMetadata metadata = write(RandomPoints.of(KeyOrder.ledBy("region"), 45, 3, 10));
    byte[] sound = store.bytes(ID);
    for (int bit = 0; bit < 8 * sound.length; bit += 3) {
      byte[] damaged = sound.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      store.replace(ID, damaged);
      List<SegmentFinding> findings = SegmentVerifier.verify(store, metadata);
      assertFalse(findings.isEmpty(), "bit " + bit);
    }
    assertEquals(0, store.openRegions());
  }

  @Test
  void damageInOneBlockDoesNotHideDamageInAnother() throws IOException {
    SegmentMetadata metadata = write(RandomPoints.of(46, 4, 3_000));
    byte[] damaged = store.bytes(ID).clone();
    damaged[100] ^= 1;
    damaged[damaged.length / 2] ^= 1;
    store.replace(ID, damaged);
    assertEquals(2, SegmentVerifier.verify(store, metadata).size());
  }

  @Test
  void theManifestsMemoryCanBeReadFromTheObject() throws IOException {
    SegmentMetadata metadata = write(RandomPoints.of(47, 4, 30));
    assertEquals(metadata, Segment.readMetadata(store, ID));
  }
}
