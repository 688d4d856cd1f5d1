package io.lodestone.storage.bytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What every pair of writer and reader owes. */
abstract class ByteContract {
  private static final long SEED = Long.getLong("lodestone.seed", 20260114L);

  abstract ByteWriter writer(int bytesExpected);

  abstract ByteReader reader();

  @Test
  void numbersAreLittleEndian() {
    ByteWriter writer = writer(0);
    writer.writeByte(0xFF);
    writer.writeShort(0x0102);
    writer.writeInt(0x03040506);
    writer.writeLong(0x0708090A0B0C0D0EL);
    writer.writeDouble(1.0);
    assertEquals(
        "ff" + "0201" + "06050403" + "0e0d0c0b0a090807" + "000000000000f03f",
        HexFormat.of().formatHex(writer.toByteArray()));
  }

  @Test
  void variableLengthIntegersAreStopBits() {
    assertEquals("00", variable(0));
    assertEquals("7f", variable(127));
    assertEquals("8001", variable(128));
    assertEquals("8000", variable(-1));
    assertEquals("808100", variable(-129));
    assertEquals("ffffffffffffffff7f", variable(Long.MAX_VALUE));
    assertEquals("ffffffffffffffffff00", variable(Long.MIN_VALUE));
  }

  private String variable(long value) {
    ByteWriter writer = writer(0);
    writer.writeVarLong(value);
    return HexFormat.of().formatHex(writer.toByteArray());
  }

  @Test
  void expectedBytesArePassedOverAndOthersAreNot() throws MalformedBytesException {
    ByteReader reader = reader();
    reader.reset(new byte[] {9, 1, 2, 3, 9}, 1, 3);
    assertFalse(reader.skipIf(new byte[] {1, 3}));
    assertFalse(reader.skipIf(new byte[] {1, 2, 3, 9}), "beyond the end");
    assertEquals(0, reader.position());
    assertTrue(reader.skipIf(new byte[] {1, 2}));
    assertEquals(3, reader.readByte());
    assertTrue(reader.skipIf(new byte[] {}));
    assertFalse(reader.skipIf(new byte[] {9}));
    reader.requireEnd();
  }

  @Test
  void whatWasWrittenIsRead() throws MalformedBytesException {
    SplittableRandom random = new SplittableRandom(SEED);
    ByteWriter writer = writer(16);
    ByteReader reader = reader();
    for (int round = 0; round < 200; round++) {
      long[] values = random.longs(100).map(v -> v >> random.nextInt(64)).toArray();
      writer.clear();
      for (long value : values) {
        writer.writeVarLong(value);
        writer.writeLong(value);
        writer.writeInt((int) value);
        writer.writeShort((int) value);
        writer.writeByte((int) value);
        writer.writeUtf8(Long.toString(value));
      }
      reader.reset(writer.buffer());
      for (long value : values) {
        assertEquals(value, reader.readVarLong());
        assertEquals(value, reader.readLong());
        assertEquals((int) value, reader.readInt());
        assertEquals((short) value, reader.readShort());
        assertEquals((byte) value, reader.readByte());
        assertEquals(Long.toString(value), reader.readUtf8());
      }
      reader.requireEnd();
    }
  }

  @Test
  void aWriterAndAReaderMayBeHandedToAnotherThread() throws Exception {
    ByteWriter writer = writer(16);
    writer.writeLong(1);
    ByteReader reader = reader();
    reader.reset(new byte[] {1, 2}, 0, 2).readByte();
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      other.submit(() -> writer.writeVarLong(7)).get();
      assertEquals(2, other.submit(reader::readByte).get().intValue());
    }
    assertEquals(9, writer.size());
  }

  @Test
  void aWriterGrowsToWhateverIsWritten() {
    ByteWriter writer = writer(0);
    byte[] piece = new byte[100_000];
    Arrays.fill(piece, (byte) 7);
    for (int i = 0; i < 50; i++) {
      writer.writeBytes(piece, 0, piece.length);
      writer.writeBytes(ByteBuffer.wrap(piece, 1, 9).asReadOnlyBuffer());
    }
    assertEquals(50 * 100_009, writer.size());
    byte[] all = new byte[writer.size()];
    Arrays.fill(all, (byte) 7);
    assertArrayEquals(all, writer.toByteArray());
  }

  @Test
  void laterKnownNumbersArePutInTheirPlace() throws MalformedBytesException {
    ByteWriter writer = writer(0);
    writer.writeInt(0);
    writer.writeLong(0);
    writer.writeByte(1);
    writer.setInt(0, 17);
    writer.setLong(4, -5);
    ByteReader reader = reader().reset(writer.buffer());
    assertEquals(17, reader.readInt());
    assertEquals(-5, reader.readLong());
    assertEquals(1, reader.readByte());
    assertThrows(IndexOutOfBoundsException.class, () -> writer.setLong(6, 1));
  }

  @Test
  void aRangeIsReadByAnotherReaderThatCannotLeaveIt() throws MalformedBytesException {
    ByteReader outer = reader().reset(new byte[] {9, 1, 2, 3, 4}, 1, 4);
    ByteReader inner = reader();
    outer.readRange(2, inner);
    assertEquals(1, inner.readByte());
    assertEquals(2, inner.readByte());
    assertThrows(MalformedBytesException.class, inner::readByte);
    assertEquals(2, outer.position());
    assertEquals(3, outer.readByte());
  }

  @Test
  void aBufferWithoutAnArrayIsReadAsWell() throws MalformedBytesException {
    ByteBuffer direct = ByteBuffer.allocateDirect(8).put(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    direct.position(2).limit(6);
    ByteReader reader = reader().reset(direct);
    assertEquals(0x06050403, reader.readInt());
    assertEquals(0, reader.remaining());
    assertEquals(2, direct.position());
  }

  @Test
  void nothingIsReadBeyondTheEnd() {
    byte[] bytes = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0};
    ByteReader reader = reader();
    for (int length = 0; length < 8; length++) {
      reader.reset(bytes, 0, length);
      assertThrows(MalformedBytesException.class, reader::readLong);
      assertThrows(MalformedBytesException.class, reader::readVarLong);
      assertEquals(0, reader.position());
    }
    reader.reset(bytes, 0, 1);
    assertThrows(MalformedBytesException.class, () -> reader.readBytes(new byte[2], 0, 2));
    assertThrows(MalformedBytesException.class, () -> reader.readBytes(Integer.MAX_VALUE));
    assertThrows(MalformedBytesException.class, () -> reader.skip(-1));
  }

  @Test
  void anIntegerOfMoreThan64BitsIsMalformed() {
    byte[] positive = {-128, -128, -128, -128, -128, -128, -128, -128, -128, 1};
    byte[] endless = new byte[20];
    Arrays.fill(endless, (byte) -1);
    assertThrows(
        MalformedBytesException.class, () -> reader().reset(positive, 0, 10).readVarLong());
    assertThrows(MalformedBytesException.class, () -> reader().reset(endless, 0, 20).readVarLong());
  }

  @Test
  void aCountIsHeldAgainstTheBytesThatAreLeft() throws MalformedBytesException {
    ByteWriter writer = writer(0);
    writer.writeVarInt(3);
    writer.writeBytes(new byte[12], 0, 12);
    assertEquals(3, reader().reset(writer.buffer()).readCount(4));
    MalformedBytesException refused =
        assertThrows(
            MalformedBytesException.class, () -> reader().reset(writer.buffer()).readCount(5));
    assertEquals(0, refused.position());
    assertTrue(refused.getMessage().contains("at most 2"), refused.getMessage());
  }

  @Test
  void stringsKeepEveryCharacterOrAreRefused() throws MalformedBytesException {
    for (String value : new String[] {"", "cpu", "Größe", "温度", "\uD83D\uDE00", "a\uFFFDb", "\0"}) {
      ByteWriter writer = writer(0);
      writer.writeUtf8(value);
      assertEquals(
          value.getBytes(StandardCharsets.UTF_8).length, writer.size() - 1, "bytes of " + value);
      assertEquals(value, reader().reset(writer.buffer()).readUtf8());
    }
    assertThrows(IllegalArgumentException.class, () -> writer(0).writeUtf8("a\uD83D"));
    assertThrows(IllegalArgumentException.class, () -> writer(0).writeUtf8("ü\uDE00"));
  }

  @Test
  void bytesThatAreNotUtf8AreMalformed() {
    byte[] overlong = {2, (byte) 0xC0, (byte) 0x80};
    assertThrows(MalformedBytesException.class, () -> reader().reset(overlong, 0, 3).readUtf8());
    byte[] tooShort = {5, 'a', 'b'};
    assertThrows(MalformedBytesException.class, () -> reader().reset(tooShort, 0, 3).readUtf8());
  }

  @Test
  void arbitraryBytesGiveTheNumberOfTheDefinitionOrAreMalformed() {
    SplittableRandom random = new SplittableRandom(SEED);
    ByteReader reader = reader();
    ByteReader model = new PlainByteReader();
    byte[] bytes = new byte[12];
    for (int round = 0; round < 100_000; round++) {
      random.nextBytes(bytes);
      for (int i = 0; i < bytes.length; i++) {
        if (random.nextInt(4) != 0) {
          bytes[i] |= (byte) 0x80;
        } else if (random.nextInt(4) == 0) {
          bytes[i] = 0;
        }
      }
      int length = random.nextInt(bytes.length + 1);
      assertEquals(
          outcome(model.reset(bytes, 0, length)),
          outcome(reader.reset(bytes, 0, length)),
          () -> HexFormat.of().formatHex(bytes) + " to " + length + ", seed " + SEED);
    }
  }

  private static String outcome(ByteReader reader) {
    try {
      return reader.readVarLong() + " in " + reader.position();
    } catch (MalformedBytesException e) {
      return "malformed";
    }
  }
}
