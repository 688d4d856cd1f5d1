package io.lodestone.engine.seam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lodestone.segments.SegmentId;
import io.lodestone.segments.SegmentRegion;
import io.lodestone.segments.SegmentSink;
import io.lodestone.segments.SegmentStore;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link SegmentStore} owes. Subclassed for each implementation. */
abstract class SegmentStoreContract {
  private static final SegmentId ONE = new SegmentId(1);
  private static final SegmentId TWO = new SegmentId(2);
  private static final SegmentId LARGE = new SegmentId(1_234_567_890_123L);

  private SegmentStore store;

  /** Opens the store, the same one at each call. */
  abstract SegmentStore open() throws IOException;

  /** Ends the process without a word, and what was not durable may be lost. */
  abstract void crash() throws IOException;

  @BeforeEach
  void begin() throws IOException {
    store = open();
  }

  private void put(SegmentId id, int... bytes) throws IOException {
    try (SegmentSink sink = store.create(id)) {
      for (int b : bytes) {
        sink.append(ByteBuffer.wrap(new byte[] {(byte) b}));
      }
      assertEquals(bytes.length, sink.size());
      sink.commit();
    }
  }

  private byte[] get(SegmentId id) throws IOException {
    try (SegmentRegion region = store.open(id)) {
      return region.memory().toArray(ValueLayout.JAVA_BYTE);
    }
  }

  @Test
  void isEmptyAtFirst() throws IOException {
    assertEquals(List.of(), store.list());
    assertEquals(0, store.lastId());
  }

  @Test
  void givesBackWhatWasCommitted() throws IOException {
    put(ONE, 1, 2, 3);
    assertArrayEquals(new byte[] {1, 2, 3}, get(ONE));
    assertEquals(3, store.size(ONE));
  }

  @Test
  void showsNothingBeforeTheCommit() throws IOException {
    try (SegmentSink sink = store.create(ONE)) {
      sink.append(ByteBuffer.wrap(new byte[] {1}));
      assertEquals(List.of(), store.list());
      assertThrows(NoSuchFileException.class, () -> store.open(ONE));
    }
    assertEquals(List.of(), store.list());
    assertThrows(NoSuchFileException.class, () -> store.open(ONE));
  }

  @Test
  void neverTakesANumberTwice() throws IOException {
    put(ONE, 1);
    assertThrows(FileAlreadyExistsException.class, () -> store.create(ONE));
    assertArrayEquals(new byte[] {1}, get(ONE));
  }

  @Test
  void listsInAscendingOrder() throws IOException {
    put(LARGE, 1);
    put(TWO, 1);
    put(ONE, 1);
    assertEquals(List.of(ONE, TWO, LARGE), store.list());
    assertEquals(LARGE.value(), store.lastId());
  }

  @Test
  void forgetsWhatIsDeletedAndMindsNotIfItWasNotThere() throws IOException {
    put(ONE, 1);
    store.delete(ONE);
    store.delete(TWO);
    assertEquals(List.of(), store.list());
    assertThrows(NoSuchFileException.class, () -> store.open(ONE));
  }

  @Test
  void keepsOpenRegionsReadableAfterADelete() throws IOException {
    put(ONE, 1, 2);
    try (SegmentRegion region = store.open(ONE)) {
      store.delete(ONE);
      assertEquals(2, region.memory().get(ValueLayout.JAVA_BYTE, 1));
    }
  }

  @Test
  void opensOneSegmentSeveralTimes() throws IOException {
    put(ONE, 1, 2);
    SegmentRegion first = store.open(ONE);
    try (SegmentRegion second = store.open(ONE)) {
      first.close();
      assertEquals(2, second.memory().byteSize());
    }
  }

  @Test
  void putsAsideWithoutGivingTheNumberAway() throws IOException {
    put(ONE, 1);
    put(TWO, 2);
    store.quarantine(TWO);
    assertEquals(List.of(ONE), store.list());
    assertThrows(NoSuchFileException.class, () -> store.open(TWO));
    assertEquals(2, store.lastId());
    store = open();
    assertEquals(2, store.lastId());
  }

  @Test
  void keepsWhatIsCommittedAndNothingElseThroughACrash() throws IOException {
    put(ONE, 1, 2, 3);
    SegmentSink unfinished = store.create(TWO);
    unfinished.append(ByteBuffer.wrap(new byte[] {4}));
    crash();
    store = open();
    store.deleteUncommitted();
    assertEquals(List.of(ONE), store.list());
    assertArrayEquals(new byte[] {1, 2, 3}, get(ONE));
    put(TWO, 5);
    assertArrayEquals(new byte[] {5}, get(TWO));
  }

  @Test
  void keepsADeleteThroughACrash() throws IOException {
    put(ONE, 1);
    put(TWO, 2);
    store.delete(ONE);
    crash();
    store = open();
    assertEquals(List.of(TWO), store.list());
  }

  @Test
  void hasNoHarmInAClosedSink() throws IOException {
    SegmentSink sink = store.create(ONE);
    sink.append(ByteBuffer.wrap(new byte[] {1}));
    sink.commit();
    sink.close();
    sink.close();
    assertArrayEquals(new byte[] {1}, get(ONE));
  }
}
