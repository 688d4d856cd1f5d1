package io.lodestone.wal.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.storage.AppendFile;
import io.lodestone.storage.FormatVersionException;
import io.lodestone.storage.ReadFile;
import io.lodestone.storage.bytes.Checksum;
import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Damage;
import io.lodestone.wal.frame.ReadOutcome.CleanEnd;
import io.lodestone.wal.frame.ReadOutcome.Corruption;
import io.lodestone.wal.frame.ReadOutcome.Frame;
import io.lodestone.wal.frame.ReadOutcome.TornTail;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Frames in a file that is no log: what the manifest relies on as well. */
@ExtendWith(SeedExtension.class)
class FrameReaderTest {
  private static final long ID = 77;
  private static final int FRAME = FrameHeader.BYTES + 10;

  private final CrashableDirectory disk = new CrashableDirectory();

  /** Frames of ten bytes each, whose writer knew each to be durable before it wrote the next. */
  private void write(int frames, boolean seal) throws IOException {
    write(frames, seal, true);
  }

  private void write(int frames, boolean seal, boolean synced) throws IOException {
    try (AppendFile file = disk.create("f")) {
      FrameWriter writer = new FrameWriter(file, ID);
      for (int number = 1; number <= frames; number++) {
        writer.append(number, synced ? number - 1 : 0, ByteBuffer.wrap(payload(number)));
      }
      if (seal) {
        writer.seal(frames);
      }
    }
  }

  private static byte[] payload(int number) {
    byte[] payload = new byte[10];
    Arrays.fill(payload, (byte) number);
    return payload;
  }

  private FrameReader reader(ReadFile file) throws IOException {
    return new FrameReader(file, "f", ID).range(0, Long.MAX_VALUE, 1, 0);
  }

  /** The numbers of all whole frames, then how it ended; damaged stretches as ranges. */
  private List<String> read() throws IOException {
    List<String> seen = new ArrayList<>();
    try (ReadFile file = disk.open("f")) {
      FrameReader reader = reader(file);
      while (true) {
        switch (reader.next()) {
          case Frame frame -> {
            byte[] bytes = new byte[frame.payload().remaining()];
            frame.payload().get(bytes);
            assertArrayEquals(payload((int) frame.number()), bytes, "frame " + frame.number());
            seen.add("" + frame.number());
          }
          case Corruption bad -> seen.add(bad.firstMissing() + "-" + bad.lastMissing() + " lost");
          case CleanEnd end -> {
            seen.add("end at " + end.offset());
            return seen;
          }
          case TornTail torn -> {
            seen.add("torn at " + torn.offset() + " with " + torn.frames());
            return seen;
          }
        }
      }
    }
  }

  @Test
  void readsWhatWasWritten() throws IOException {
    write(3, false);
    assertEquals(List.of("1", "2", "3", "end at " + 3 * FRAME), read());
  }

  @Test
  void aSealIsPassedOver() throws IOException {
    write(3, true);
    assertEquals(List.of("1", "2", "3", "end at " + (3 * FRAME + FrameHeader.BYTES)), read());
  }

  @Test
  void anEmptyFileEndsAtItsStart() throws IOException {
    write(0, false);
    assertEquals(List.of("end at 0"), read());
  }

  @Test
  void aFrameThatALaterOneSawDurableIsDamaged() throws IOException {
    write(3, false);
    Damage.flipBit(disk, "f", (FRAME + FrameHeader.BYTES) * 8L);
    assertEquals(List.of("1", "2-2 lost", "3", "end at " + 3 * FRAME), read());
  }

  @Test
  void aFrameThatNobodySawDurableIsTornWithAllBehindIt() throws IOException {
    write(3, false, false);
    Damage.flipBit(disk, "f", (FRAME + FrameHeader.BYTES) * 8L);
    assertEquals(List.of("1", "torn at " + FRAME + " with 1"), read());
  }

  @Test
  void aSealKnowsThatTheLastFrameWasDurable() throws IOException {
    write(3, true);
    Damage.flipBit(disk, "f", (2 * FRAME + FrameHeader.BYTES) * 8L);
    assertEquals(
        List.of("1", "2", "3-3 lost", "end at " + (3 * FRAME + FrameHeader.BYTES)), read());
  }

  @Test
  void aRangeWhoseFramesTheCallerKnowsIsHeldAgainstThem() throws IOException {
    write(3, false);
    Damage.resize(disk, "f", 2 * FRAME + 5);
    try (ReadFile file = disk.open("f")) {
      FrameReader reader = new FrameReader(file, "f", ID).range(0, 3 * FRAME, 1, 3);
      reader.next();
      reader.next();
      Corruption bad = assertInstanceOf(Corruption.class, reader.next());
      assertEquals(3, bad.firstMissing());
      assertEquals(3, bad.lastMissing());
      assertEquals(4, reader.expectedFrame());
      assertInstanceOf(CleanEnd.class, reader.next());
    }
  }

  @Test
  void anAllZeroHeaderIsNoFrame() throws IOException {
    Damage.replace(disk, "f", new byte[4 * FrameHeader.BYTES]);
    assertEquals(List.of("end at 0"), read());
  }

  @Test
  void aFrameOfAnotherFileIsNone() throws IOException {
    write(2, false);
    try (ReadFile file = disk.open("f")) {
      FrameReader reader = new FrameReader(file, "f", ID + 1).range(0, Long.MAX_VALUE, 1, 0);
      TornTail torn = assertInstanceOf(TornTail.class, reader.next());
      assertEquals(0, torn.frames());
    }
  }

  /** With a right checksum, as a writer with a fault would leave it: still not believed. */
  @Test
  void aLengthBeyondTheFileIsNotAllocated() throws IOException {
    write(2, false);
    byte[] bytes = Damage.bytesOf(disk, "f");
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int length : new int[] {11 + FRAME, FrameHeader.PAYLOAD_BYTES_MAX, -1, 1 << 31}) {
      file.putInt(FRAME + FrameHeader.PAYLOAD_BYTES_OFFSET, length);
      file.putInt(
          FRAME + FrameHeader.HEADER_CHECKSUM_OFFSET,
          Checksum.of(bytes, FRAME, FrameHeader.HEADER_CHECKSUM_OFFSET));
      Damage.replace(disk, "f", bytes);
      assertEquals(List.of("1", "torn at " + FRAME + " with 0"), read());
    }
  }

  @Test
  void aFrameOfANewerReleaseIsNotTakenForDamage() throws IOException {
    write(2, false);
    byte[] bytes = Damage.bytesOf(disk, "f");
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    file.putShort(FRAME + FrameHeader.VERSION_OFFSET, (short) 2);
    file.putInt(
        FRAME + FrameHeader.HEADER_CHECKSUM_OFFSET,
        Checksum.of(bytes, FRAME, FrameHeader.HEADER_CHECKSUM_OFFSET));
    Damage.replace(disk, "f", bytes);
    assertThrows(FormatVersionException.class, this::read);
  }

  @Test
  void aRangeIsReadOnWhenItsEndMovesOn() throws IOException {
    write(3, false);
    try (ReadFile file = disk.open("f")) {
      FrameReader reader = new FrameReader(file, "f", ID).range(0, FRAME, 1, 1);
      assertInstanceOf(Frame.class, reader.next());
      assertInstanceOf(CleanEnd.class, reader.next());
      reader.extend(3 * FRAME, 3);
      assertEquals(2, assertInstanceOf(Frame.class, reader.next()).number());
      assertEquals(3, assertInstanceOf(Frame.class, reader.next()).number());
      assertInstanceOf(CleanEnd.class, reader.next());
    }
  }

  @Test
  void framesLargerThanTheReadersChunkAreRead(Seed seed) throws IOException {
    SplittableRandom random = seed.random();
    List<byte[]> payloads = new ArrayList<>();
    try (AppendFile file = disk.create("f")) {
      FrameWriter writer = new FrameWriter(file, ID);
      for (int number = 1; number <= 40; number++) {
        byte[] payload = new byte[random.nextInt(random.nextInt(1, 600_000))];
        random.nextBytes(payload);
        payloads.add(payload);
        writer.append(number, number - 1, ByteBuffer.wrap(payload));
      }
    }
    try (ReadFile file = disk.open("f")) {
      FrameReader reader = reader(file);
      for (byte[] payload : payloads) {
        Frame frame = assertInstanceOf(Frame.class, reader.next());
        assertEquals(ByteBuffer.wrap(payload), frame.payload());
      }
      assertInstanceOf(CleanEnd.class, reader.next());
    }
  }

  @Test
  void whateverIsDoneToAFileNoWrongFrameIsRead(Seed seed) throws IOException {
    SplittableRandom random = seed.random();
    write(12, true);
    byte[] whole = Damage.bytesOf(disk, "f");
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = whole.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        int from = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, from + 1 + random.nextInt(80));
        switch (random.nextInt(3)) {
          case 0 -> Arrays.fill(bytes, from, to, (byte) 0);
          case 1 -> bytes[from] ^= (byte) (1 << random.nextInt(8));
          default ->
              System.arraycopy(
                  whole, random.nextInt(whole.length - (to - from) + 1), bytes, from, to - from);
        }
      }
      boolean changed = !Arrays.equals(whole, bytes);
      Damage.replace(disk, "f", bytes);
      List<String> seen = read(); // Holds every payload against its number.
      boolean allThere = seen.size() == 13 && seen.getLast().startsWith("end");
      assertTrue(changed || allThere, () -> seen + ", seed " + seed);
      assertFalse(seen.isEmpty());
    }
  }
}
