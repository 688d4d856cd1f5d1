package io.lodestone.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.lodestone.storage.AppendFile;
import io.lodestone.storage.ReadFile;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.wal.frame.FrameReader;
import io.lodestone.wal.frame.FrameWriter;
import io.lodestone.wal.frame.ReadOutcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The bytes that {@code docs/formats/wal.md} shows are the bytes that are written and read. */
class WalPageTest {
  private static final long FILE_ID = 0x0102030405060708L;

  @Test
  void theFrameOfThePageIsWhatIsWritten() throws IOException {
    CrashableDirectory disk = new CrashableDirectory();
    try (AppendFile file = disk.create("frames")) {
      new FrameWriter(file, FILE_ID)
          .append(5, 4, ByteBuffer.wrap("hi".getBytes(StandardCharsets.UTF_8)));
    }
    ByteBuffer written = ByteBuffer.allocate(64);
    try (ReadFile file = disk.open("frames")) {
      file.read(0, written);
    }
    byte[] bytes = new byte[written.flip().remaining()];
    written.get(bytes);
    assertEquals(HexFormat.of().formatHex(exampleOfThePage()), HexFormat.of().formatHex(bytes));
  }

  @Test
  void theFrameOfThePageIsRead() throws IOException {
    CrashableDirectory disk = new CrashableDirectory();
    try (AppendFile file = disk.create("frames")) {
      file.append(ByteBuffer.wrap(exampleOfThePage()));
    }
    try (ReadFile file = disk.open("frames")) {
      FrameReader reader = new FrameReader(file, "frames", FILE_ID).range(0, file.size(), 5, 4);
      ReadOutcome.Frame frame = assertInstanceOf(ReadOutcome.Frame.class, reader.next());
      assertEquals(5, frame.number());
      assertEquals("hi", StandardCharsets.UTF_8.decode(frame.payload()).toString());
      assertInstanceOf(ReadOutcome.CleanEnd.class, reader.next());
    }
  }

  private static byte[] exampleOfThePage() throws IOException {
    String page = Files.readString(Path.of("../docs/formats/wal.md"));
    int begin = page.indexOf("4c 46 52 4d");
    return HexFormat.of()
        .parseHex(page.substring(begin, page.indexOf("```", begin)).replaceAll("\\s", ""));
  }
}
