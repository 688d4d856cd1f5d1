package io.lodestone.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.testkit.data.GoldenFile;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Damage;
import io.lodestone.testkit.files.Faults;
import io.lodestone.testkit.files.Faults.Act;
import io.lodestone.testkit.files.Faults.Fault;
import io.lodestone.testkit.files.FaultyDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Log files that lie on somebody's disk are read for ever, and the page that describes them is
 * right.
 */
class WalGoldenTest {
  private static final List<String> FILES =
      List.of("00000001.wal", "00000002.wal", "00000003.wal", "00000004.wal", "00000005.wal");

  private static final List<String> FRAMES =
      List.of("1=one", "2=two", "3=three", "4=four", "5=five", "6=six", "7=seven", "8=", "9=nine");

  @Test
  void filesOfVersionOneAreRead() throws IOException {
    CrashableDirectory disk = new CrashableDirectory();
    for (String file : FILES) {
      Damage.replace(disk, file, GoldenFile.read("wal/v1/" + file));
    }
    LogUnderTest log = new LogUnderTest(disk);
    assertEquals(FRAMES, log.frames());
    assertTrue(log.log.report().isClean(), log.log.report().toString());
    assertEquals(10, log.append("ten"));
  }

  /** A roll, a failed sync, a start after a kill, and a clean end. */
  @Test
  void todaysWriterWritesThemByteForByte() throws IOException {
    CrashableDirectory disk = new CrashableDirectory();
    Faults faults = new Faults();
    LogUnderTest log =
        new LogUnderTest(
            new FaultyDirectory(disk, faults), LogUnderTest.SMALL.withFileBytes(88 + 3 * 45));
    log.write("one", "two", "three", "four");
    log.append("lost");
    faults.failNext(Act.SYNC, Fault.EIO);
    log.agents.settle();
    log.log.recover();
    log.write("five");
    log.append("six");
    disk = disk.kill();
    log = new LogUnderTest(disk);
    log.write("seven", "");
    log.log.close();
    disk = disk.kill();
    log = new LogUnderTest(disk);
    log.write("nine");
    log.log.close();
    assertEquals(FILES, disk.list());
    for (String file : FILES) {
      GoldenFile.assertSame("wal/v1/" + file, Damage.bytesOf(disk, file));
    }
  }

  /** The example of docs/formats/wal.md is what is written, and what is read. */
  @Test
  void theExampleOfThePageIsALog() throws IOException {
    byte[] example = exampleOfThePage();
    CrashableDirectory disk = new CrashableDirectory();
    Damage.replace(disk, "00000001.wal", example);
    LogUnderTest log = new LogUnderTest(disk);
    assertEquals(List.of("1=hi", "2=there"), log.frames());
    assertTrue(log.log.report().isClean(), log.log.report().toString());

    CrashableDirectory fresh = new CrashableDirectory();
    LogUnderTest writer = new LogUnderTest(fresh);
    writer.write("hi", "there");
    writer.log.close();
    assertEquals(
        HexFormat.ofDelimiter(" ").formatHex(Damage.bytesOf(fresh.kill(), "00000001.wal")),
        HexFormat.ofDelimiter(" ").formatHex(example));
  }

  /** All lines of the section "A worked example" that begin with hexadecimal bytes. */
  private static byte[] exampleOfThePage() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "formats", "wal.md"));
    String section = page.substring(page.indexOf("## A worked example"));
    Matcher line =
        Pattern.compile("(?m)^((?:[0-9a-f]{2} )*[0-9a-f]{2})(?=  |$)")
            .matcher(section.substring(0, section.indexOf("\n## ", 1)));
    StringBuilder hex = new StringBuilder();
    while (line.find()) {
      hex.append(line.group(1).replace(" ", ""));
    }
    return HexFormat.of().parseHex(hex);
  }
}
