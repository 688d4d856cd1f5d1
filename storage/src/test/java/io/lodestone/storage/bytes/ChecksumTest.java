package io.lodestone.storage.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ChecksumTest {
  private static final byte[] DIGITS = "123456789".getBytes(StandardCharsets.US_ASCII);

  /** The check value of CRC-32C in the catalogues of checksums. */
  private static final int OF_DIGITS = 0xE3069283;

  @Test
  void isCrc32CastagnoliOverEveryKindOfMemory() {
    ByteBuffer direct = ByteBuffer.allocateDirect(9).put(DIGITS).flip();
    assertEquals(OF_DIGITS, Checksum.of(DIGITS, 0, 9));
    assertEquals(OF_DIGITS, Checksum.of(direct));
    assertEquals(OF_DIGITS, Checksum.of(MemorySegment.ofBuffer(direct)));
    assertEquals(OF_DIGITS, Checksum.of(MemorySegment.ofArray(DIGITS)));
    assertEquals(9, direct.remaining());
  }

  @Test
  void piecesAddUpToTheWhole() {
    Checksum checksum = new Checksum().update(DIGITS, 0, 4).update(ByteBuffer.wrap(DIGITS, 4, 5));
    assertEquals(OF_DIGITS, checksum.value());
    assertEquals(OF_DIGITS, checksum.reset().update(DIGITS, 0, 9).value());
  }
}
