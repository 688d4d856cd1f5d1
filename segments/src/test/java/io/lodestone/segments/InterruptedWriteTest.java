package io.lodestone.segments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Faults;
import io.lodestone.testkit.files.Faults.Fault;
import io.lodestone.testkit.files.FaultyDirectory;
import io.lodestone.testkit.files.LeakCheckingDirectory;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InterruptedWriteTest {
  private static final SegmentId ID = new SegmentId(5);

  private final PlainPoints points = RandomPoints.of(61, 5, 600);

  private SegmentMetadata write(SegmentStore store) throws IOException {
    return new SegmentWriter(store, SegmentOptions.DEFAULT)
        .write(ID, 1, points.columns(), points.cursor(100))
        .orElseThrow();
  }

  /** What a start finds: no segment, or a whole one. */
  private static boolean isThere(CrashableDirectory disk, String what) throws IOException {
    LocalSegmentStore store = new LocalSegmentStore(disk);
    store.deleteUncommitted();
    assertEquals(store.list().isEmpty() ? List.of() : List.of("0000000000000005.seg"), disk.list());
    if (store.list().isEmpty()) {
      return false;
    }
    SegmentMetadata metadata = Segment.readMetadata(store, ID);
    assertEquals(List.of(), SegmentVerifier.verify(store, metadata), what);
    return true;
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void wheneverTheDiskFailsNoHalfSegmentIsLeft(Fault fault) throws IOException {
    for (long act = 1; ; act++) {
      CrashableDirectory disk = new CrashableDirectory();
      Faults faults = new Faults().failAt(act, fault);
      LeakCheckingDirectory watched = new LeakCheckingDirectory(new FaultyDirectory(disk, faults));
      boolean written;
      try {
        write(new LocalSegmentStore(watched));
        written = true;
      } catch (IOException expected) {
        written = false;
      }
      watched.assertNothingIsOpen();
      String what = fault + " at act " + act;
      boolean there = isThere(disk.crash(act), what);
      assertTrue(there || !written, what);
      if (faults.acts() < act) {
        return;
      }
    }
  }

  @Test
  void aWrittenSegmentOutlivesThePower() throws IOException {
    for (long seed = 0; seed < 50; seed++) {
      CrashableDirectory disk = new CrashableDirectory();
      write(new LocalSegmentStore(disk));
      assertTrue(isThere(disk.crash(seed), "seed " + seed), "seed " + seed);
    }
  }
}
