package io.lodestone.server.objects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lodestone.storage.Directory;
import io.lodestone.storage.ReadFile;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Faults;
import io.lodestone.testkit.files.FaultyDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LocalObjectStoreTest {
  private final CrashableDirectory disk = new CrashableDirectory();

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String content(Directory folder, String name) throws IOException {
    try (ReadFile file = folder.open(name)) {
      ByteBuffer buffer = ByteBuffer.allocate((int) file.size());
      file.read(0, buffer);
      return new String(buffer.array(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void objectsAreFilesInTheFolderOfTheirBucket() throws Exception {
    new LocalObjectStore(disk).put("plant", "reports/2026/a.json", bytes("{}"));

    Directory folder =
        disk.directory("buckets").directory("plant").directory("reports").directory("2026");
    assertEquals("{}", content(folder, "a.json"));
    assertEquals(List.of("a.json"), folder.list());
  }

  @Test
  void whatWasStoredOutlivesThePower() throws Exception {
    LocalObjectStore objects = new LocalObjectStore(disk);
    objects.put("plant", "a/b", bytes("old"));
    objects.put("plant", "a/b", bytes("new"));

    for (long seed = 0; seed < 50; seed++) {
      Directory after = disk.crash(seed).directory("buckets").directory("plant").directory("a");
      assertEquals("new", content(after, "b"), "seed " + seed);
    }
  }

  @Test
  void differentKeysAreDifferentFiles() throws Exception {
    LocalObjectStore objects = new LocalObjectStore(disk);
    List<String> keys =
        List.of("a_b", "a_xb", "a*b", "a_x2A_b", "a|b", "ä", ".", "..", "", "_x_", "_x_a", "a.new");
    for (String key : keys) {
      objects.put("plant", key, bytes(key));
    }

    Directory folder = disk.directory("buckets").directory("plant");
    Set<String> contents = new HashSet<>();
    for (String name : folder.list()) {
      contents.add(content(folder, name));
    }
    assertEquals(Set.copyOf(keys), contents);
    assertEquals("a*b", content(folder, "a_x2A_b"));
    assertEquals("a_b", content(folder, "a_b"));
  }

  @Test
  void aDiskThatRefusesIsTold() {
    Faults faults = new Faults();
    LocalObjectStore objects = new LocalObjectStore(new FaultyDirectory(disk, faults));
    faults.failAll(Faults.Act.SYNC, Faults.Fault.EIO);

    assertThrows(IOException.class, () -> objects.put("plant", "a", bytes("{}")));
  }
}
