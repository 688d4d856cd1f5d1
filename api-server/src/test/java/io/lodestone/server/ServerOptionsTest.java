package io.lodestone.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.storage.FileSystemDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerOptionsTest {
  private static long memtableBytes(Map<String, String> flags) {
    ServerOptions options = ServerOptions.of(Configuration.resolve(flags, Map.of()));
    return options.engine().flush().memtableBytesMax();
  }

  @Test
  void aDefaultOfMemoryIsAtMostAnEighthOfTheHeap() {
    long eighth = Runtime.getRuntime().maxMemory() / 8;

    assertEquals(Math.min(512L << 20, eighth), memtableBytes(Map.of()));
  }

  @Test
  void allQueriesTogetherTakeAtMostAQuarterOfTheHeap() {
    ServerOptions options = ServerOptions.of(Configuration.resolve(Map.of(), Map.of()));
    long quarter = Runtime.getRuntime().maxMemory() / 4;

    assertEquals(Math.min(1L << 30, quarter), options.sql().memoryOfAllBytesMax());
  }

  @Test
  void changesGatherInA32ndOfTheHeapAtMost() {
    ServerOptions options = ServerOptions.of(Configuration.resolve(Map.of(), Map.of()));

    assertEquals(
        Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 32),
        options.engine().feed().archiveBytes());
  }

  @Test
  void whatOneQueryMayTakeAllMay() {
    Map<String, String> flags = Map.of("query.memory.bytes.max", "7GiB");

    ServerOptions options = ServerOptions.of(Configuration.resolve(flags, Map.of()));

    assertEquals(7L << 30, options.sql().memoryOfAllBytesMax());
  }

  private static long feedBytes(Path folder, Map<String, String> flags) throws IOException {
    ServerOptions options = ServerOptions.of(Configuration.resolve(flags, Map.of()));
    return options.engineOn(FileSystemDirectory.open(folder)).feed().bytesMax();
  }

  @Test
  void changesTakeATenthOfTheDiskOrWhatWasSaid(@TempDir Path folder) throws Exception {
    long disk = Files.getFileStore(folder).getTotalSpace();

    assertEquals(disk / 100 * 10, feedBytes(folder, Map.of()));
    assertEquals(disk / 100 * 3, feedBytes(folder, Map.of("feed.bytes.max", "3%")));
    assertEquals(5L << 20, feedBytes(folder, Map.of("feed.bytes.max", "5MiB")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0%", "101%", "%", "1.5%", "5 %", "0", "-1%"})
  void aShareIsAPercentageOfTheDisk(String said, @TempDir Path folder) {
    Map<String, String> flags = Map.of("feed.bytes.max", said);
    UsageException refused = assertThrows(UsageException.class, () -> feedBytes(folder, flags));

    assertTrue(refused.getMessage().contains("1% to 100% of the disk"), refused.getMessage());
  }

  @Test
  void whatWasSaidStandsAsSaid() {
    assertEquals(7L << 30, memtableBytes(Map.of("memtable.bytes.max", "7GiB")));
  }
}
