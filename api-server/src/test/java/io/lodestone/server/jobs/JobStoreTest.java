package io.lodestone.server.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.storage.AppendFile;
import io.lodestone.storage.Directory;
import io.lodestone.storage.ReadFile;
import io.lodestone.testkit.data.GoldenFile;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Faults;
import io.lodestone.testkit.files.FaultyDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the job store remembers, and what it makes of damage. */
class JobStoreTest {
  private final CrashableDirectory disk = new CrashableDirectory();
  private final List<String> findings = new ArrayList<>();

  @Test
  void remembersOverARestart() throws IOException {
    try (JobStore store = open(disk)) {
      store.write(put("query", "a", "first"), put("query", "b", "second"));
      store.write(put("query", "a", "third"), StoredChange.remove("query", "nobody"));
      store.write(put("load", "a", "of another kind"));
      store.write(StoredChange.remove("query", "b"));
    }
    try (JobStore store = open(disk)) {
      assertEquals(Map.of("a", "third"), texts(store, "query"));
      assertEquals(Map.of("a", "of another kind"), texts(store, "load"));
      assertEquals(Map.of(), texts(store, "export"));
    }
    assertEquals(List.of(), findings);
  }

  @Test
  void aChangeThatFailsChangesNothing() throws IOException {
    Faults faults = new Faults();
    try (JobStore store = open(new FaultyDirectory(disk, faults))) {
      store.write(put("query", "a", "before"));
      faults.failNext(Faults.Act.SYNC, Faults.Fault.EIO);
      assertThrows(
          IOException.class,
          () -> store.write(put("query", "a", "lost"), put("query", "b", "lost")));
      assertEquals(Map.of("a", "before"), texts(store, "query"));

      store.write(put("query", "c", "after"));
    }
    try (JobStore store = open(disk)) {
      assertEquals(Map.of("a", "before", "c", "after"), texts(store, "query"));
    }
  }

  @Test
  void aFileThatGrowsIsBegunAnew() throws IOException {
    String large = "x".repeat(1 << 20);
    try (JobStore store = open(disk)) {
      for (int i = 0; i < 40; i++) {
        store.write(put("query", "a", large + i));
      }
      long bytes = 0;
      for (String name : disk.directory("jobs").list()) {
        bytes += disk.directory("jobs").size(name);
      }
      assertTrue(bytes < 8 << 20, bytes + " bytes");
    }
    try (JobStore store = open(disk)) {
      assertEquals(Map.of("a", large + 39), texts(store, "query"));
    }
  }

  @Test
  void aStateOfManyFramesIsReadWhole() throws IOException {
    String large = "x".repeat(3 << 20);
    try (JobStore store = open(disk)) {
      for (int i = 0; i < 12; i++) {
        store.write(put("query", "q" + i, large + i));
      }
    }
    open(disk).close();
    try (JobStore store = open(disk)) {
      Map<String, String> found = texts(store, "query");
      assertEquals(12, found.size());
      assertEquals(large + 11, found.get("q11"));
    }
    assertEquals(List.of(), findings);
  }

  @Test
  void eachFlippedBitIsNamedOrCostsNothing() throws IOException {
    try (JobStore store = open(disk)) {
      store.write(put("query", "a", "first"));
      store.write(put("query", "b", "second"), put("query", "c", "third"));
      store.write(put("query", "a", "fourth"));
    }
    Directory folder = disk.directory("jobs");
    String name = folder.list().getFirst();
    byte[] whole = bytes(folder, name);
    Map<String, String> all = Map.of("a", "fourth", "b", "second", "c", "third");
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      CrashableDirectory other = new CrashableDirectory();
      try (AppendFile file = other.directory("jobs").create(name)) {
        file.append(ByteBuffer.wrap(damaged));
        file.sync();
      }
      findings.clear();
      try (JobStore store = open(other)) {
        Map<String, String> found = texts(store, "query");
        if (!found.equals(all)) {
          assertTrue(!findings.isEmpty(), "bit " + bit + " went unnoticed: " + found);
        }
        found.forEach(
            (id, text) ->
                assertTrue(
                    List.of("first", "second", "third", "fourth").contains(text), id + text));
        store.write(put("query", "d", "goes on"));
      } catch (IOException e) {
        // A version that no release has written yet.
        assertTrue(e instanceof io.lodestone.storage.FormatVersionException, e.toString());
      }
    }
  }

  @Test
  void aDamagedFileIsKeptAside() throws IOException {
    try (JobStore store = open(disk)) {
      store.write(put("query", "a", "first"));
      store.write(put("query", "b", "second"));
      store.write(put("query", "c", "third"));
    }
    Directory folder = disk.directory("jobs");
    String name = folder.list().getFirst();
    byte[] bytes = bytes(folder, name);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    bytes[text.indexOf("second")] ^= 1;
    folder.delete(name);
    try (AppendFile file = folder.create(name)) {
      file.append(ByteBuffer.wrap(bytes));
      file.sync();
    }
    try (JobStore store = open(disk)) {
      assertEquals(Map.of("a", "first", "c", "third"), texts(store, "query"));
    }
    assertEquals(1, findings.size(), findings.toString());
    assertTrue(findings.getFirst().startsWith("jobs/" + name + ": corrupt at offset"));
    assertEquals(List.of(name), folder.directory("quarantine").list());
  }

  @Test
  void theExampleOfThePageIsWhatIsWritten() throws IOException {
    List<String> digits = new ArrayList<>();
    String page = Files.readString(Path.of("..", "docs", "formats", "jobs.md"));
    String example =
        page.substring(page.indexOf("### An example"), page.indexOf("## What a crash"));
    for (String line : example.split("\n")) {
      for (String word : line.strip().split("\\s+")) {
        if (!word.matches("[0-9a-f]{2}")) {
          break;
        }
        digits.add(word);
      }
    }
    StoredChange change = put("scheduled-query", "hourly-0123456789abcdef", "{}");

    ByteBuffer written =
        new StoredChangesCodec().encode(new StoredChangesCodec.Payload(0, List.of(change)));
    byte[] bytes = new byte[written.remaining()];
    written.get(bytes);
    assertEquals(String.join("", digits), HexFormat.of().formatHex(bytes));
  }

  @Test
  void theFileIsAsItWasInVersion1() throws IOException {
    try (JobStore store = open(disk)) {
      store.write(put("scheduled-query", "hourly-0123456789abcdef", "{}"));
      store.write(StoredChange.remove("scheduled-query", "hourly-0123456789abcdef"));
    }
    Directory folder = disk.directory("jobs");
    byte[] written = bytes(folder, "00000001.jobs");

    GoldenFile.assertSame("jobs/v1/two-changes.bin", written);
  }

  private JobStore open(Directory data) throws IOException {
    return JobStore.open(data, findings::add);
  }

  private static StoredChange put(String kind, String id, String text) {
    return StoredChange.put(kind, id, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> texts(JobStore store, String kind) {
    Map<String, String> texts = new java.util.TreeMap<>();
    store
        .all(kind)
        .forEach((id, state) -> texts.put(id, new String(state, StandardCharsets.UTF_8)));
    return texts;
  }

  private static byte[] bytes(Directory folder, String name) throws IOException {
    try (ReadFile file = folder.open(name)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
      file.read(0, bytes);
      return bytes.array();
    }
  }
}
