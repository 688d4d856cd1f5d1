package io.lodestone.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FileHeaderTest {
  private static final FileKind KIND = new FileKind("TEST");
  private static final FileHeader HEADER = new FileHeader(KIND, 3, 0x0102030405060708L);

  @Test
  void liesInTheFileAsDrawn() {
    assertEquals(
        "4c445354" + "54455354" + "03000000" + "00000000" + "0807060504030201" + "00000000",
        HexFormat.of().formatHex(bytes(), 0, 28));
  }

  /** The example of docs/formats/README.md. */
  @Test
  void theHeaderOfThePageIsOneAndIsWritten() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "formats", "README.md"));
    String example = page.substring(page.indexOf("A header of kind `XMPL`, version 1, file id 7:"));
    byte[] shown =
        HexFormat.of().parseHex(example.split("```")[1].replace(" ", "").replace("\n", ""));
    FileHeader header = new FileHeader(new FileKind("XMPL"), 1, 7);
    assertEquals(header, parse(shown, header.kind(), 1));
    ByteBuffer written = ByteBuffer.allocate(FileHeader.BYTES);
    header.writeTo(written);
    assertArrayEquals(shown, written.array());
  }

  @Test
  void isReadAsWritten() throws IOException {
    assertEquals(HEADER, parse(bytes(), KIND, 3));
    assertEquals(HEADER, FileHeader.parse(MemorySegment.ofArray(bytes()), "a.test", KIND, 3));
  }

  @Test
  void everyFlippedBitIsNoticed() {
    for (int bit = 0; bit < FileHeader.BYTES * 8; bit++) {
      byte[] bytes = bytes();
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      CorruptFileException e =
          assertThrows(CorruptFileException.class, () -> parse(bytes, KIND, 3), "bit " + bit);
      assertEquals("a.test", e.file());
    }
  }

  @Test
  void aShortFileIsCorrupt() {
    byte[] half = Arrays.copyOf(bytes(), 16);
    assertThrows(CorruptFileException.class, () -> parse(half, KIND, 3));
  }

  @Test
  void aFileOfAnotherKindIsCorrupt() {
    CorruptFileException e =
        assertThrows(CorruptFileException.class, () -> parse(bytes(), new FileKind("ELSE"), 3));
    assertTrue(e.getMessage().contains("ELSE") && e.getMessage().contains("TEST"), e.getMessage());
  }

  @Test
  void aNewerVersionIsNotCorruptButAsksForAnotherRelease() {
    FormatVersionException e =
        assertThrows(FormatVersionException.class, () -> parse(bytes(), KIND, 2));
    assertTrue(e.getMessage().startsWith("a.test has format version 3"), e.getMessage());
  }

  private static FileHeader parse(byte[] bytes, FileKind kind, int newest) throws IOException {
    return FileHeader.parse(ByteBuffer.wrap(bytes), "a.test", kind, newest);
  }

  private static byte[] bytes() {
    ByteBuffer buffer = ByteBuffer.allocate(FileHeader.BYTES);
    HEADER.writeTo(buffer);
    return buffer.array();
  }
}
