package io.lodestone.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

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
  void whatOneQueryMayTakeAllMay() {
    Map<String, String> flags = Map.of("query.memory.bytes.max", "7GiB");

    ServerOptions options = ServerOptions.of(Configuration.resolve(flags, Map.of()));

    assertEquals(7L << 30, options.sql().memoryOfAllBytesMax());
  }

  @Test
  void whatWasSaidStandsAsSaid() {
    assertEquals(7L << 30, memtableBytes(Map.of("memtable.bytes.max", "7GiB")));
  }
}
