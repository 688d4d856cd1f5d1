package io.lodestone.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FileFooterTest {
  private static final FileKind KIND = new FileKind("TEST");
  private static final FileHeader HEADER = new FileHeader(KIND, 1, 42);
  private static final FileFooter FOOTER = new FileFooter(KIND, 42, 32, 10, 0x1234, 90);

  @Test
  void isReadAsWritten() throws IOException {
    assertEquals(FOOTER, parse(file(), HEADER));
  }

  @Test
  void everyFlippedBitIsNoticed() {
    for (int bit = 42 * 8; bit < 90 * 8; bit++) {
      byte[] file = file();
      file[bit / 8] ^= (byte) (1 << bit % 8);
      assertThrows(CorruptFileException.class, () -> parse(file, HEADER), "bit " + bit);
    }
  }

  @Test
  void aFileCutAnywhereIsCorrupt() {
    for (int length = 0; length < 90; length++) {
      byte[] cut = Arrays.copyOf(file(), length);
      assertThrows(CorruptFileException.class, () -> parse(cut, HEADER), "cut at " + length);
    }
  }

  @Test
  void theFooterOfAnotherFileIsCorrupt() {
    assertThrows(CorruptFileException.class, () -> parse(file(), new FileHeader(KIND, 1, 43)));
  }

  @Test
  void contentsLieInsideTheFile() {
    assertThrows(IllegalArgumentException.class, () -> new FileFooter(KIND, 42, 33, 10, 0, 90));
  }

  private static FileFooter parse(byte[] file, FileHeader header) throws IOException {
    return FileFooter.parse(MemorySegment.ofArray(file), "a.test", header);
  }

  private static byte[] file() {
    ByteBuffer buffer = ByteBuffer.allocate(90);
    HEADER.writeTo(buffer);
    buffer.position(42);
    FOOTER.writeTo(buffer);
    return buffer.array();
  }
}
