package io.lodestone.server.objects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.storage.Directory;
import io.lodestone.storage.DiskFullException;
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

  @Test
  void anObjectInPiecesIsSeenWhenItIsFinished() throws Exception {
    LocalObjectStore objects = new LocalObjectStore(disk);
    objects.put("plant", "a/b", bytes("old"));
    try (UnfinishedObject object = objects.begin("plant", "a/b")) {
      object.append(bytes("xnew"), 1, 3);
      object.stream().write(bytes("er"));
      object.stream().write('!');
      object.stream().close();
      assertEquals(6, object.size());
      assertEquals("old", text(disk, "a/b"));
      object.finish();
    }

    for (long seed = 0; seed < 50; seed++) {
      Directory after = disk.crash(seed);
      assertEquals("newer!", text(after, "a/b"), "seed " + seed);
      assertEquals(Set.of("a/b"), StoredObjects.of(after, "plant").keySet());
    }
  }

  @Test
  void anObjectThatIsNotFinishedLeavesNothing() throws Exception {
    LocalObjectStore objects = new LocalObjectStore(disk);
    objects.put("plant", "a", bytes("old"));
    for (String key : List.of("a", "b")) {
      try (UnfinishedObject object = objects.begin("plant", key)) {
        object.append(bytes("new"), 0, 3);
        assertEquals(Set.of("a", "_x_" + key), StoredObjects.of(disk, "plant").keySet());
      }
    }

    assertEquals(Set.of("a"), StoredObjects.of(disk, "plant").keySet());
    assertEquals("old", text(disk, "a"));
  }

  @Test
  void aCrashInTheMiddleLeavesTheOldObjectAndPerhapsAnUnfinishedFile() throws Exception {
    for (long seed = 0; seed < 50; seed++) {
      CrashableDirectory crashing = new CrashableDirectory();
      LocalObjectStore objects = new LocalObjectStore(crashing);
      objects.put("plant", "a/b", bytes("old"));
      objects.begin("plant", "a/b").append(bytes("new"), 0, 3);

      Directory after = crashing.crash(seed);
      assertEquals("old", text(after, "a/b"), "seed " + seed);
      assertTrue(
          Set.of("a/b", "a/_x_b").containsAll(StoredObjects.of(after, "plant").keySet()),
          "seed " + seed);
      new LocalObjectStore(after).put("plant", "a/b", bytes("newer"));
      assertEquals(Set.of("a/b"), StoredObjects.of(after, "plant").keySet());
      assertEquals("newer", text(after, "a/b"), "seed " + seed);
    }
  }

  @Test
  void everyRefusalOfTheDiskLeavesTheOldObjectOrTheNewOne() throws Exception {
    new LocalObjectStore(disk).put("plant", "a/b", bytes("old"));
    boolean stored = false;
    for (long act = 1; !stored; act++) {
      Faults faults = new Faults().failAt(act, Faults.Fault.SHORT_WRITE_ENOSPC);
      LocalObjectStore objects = new LocalObjectStore(new FaultyDirectory(disk, faults));
      try (UnfinishedObject object = objects.begin("plant", "a/b")) {
        object.append(bytes("new"), 0, 3);
        object.finish();
        stored = faults.acts() < act;
      } catch (IOException refused) {
        assertTrue(Set.of("old", "new").contains(text(disk, "a/b")), "act " + act);
      }
    }
    assertEquals("new", text(disk, "a/b"));
    assertEquals(Set.of("a/b"), StoredObjects.of(disk, "plant").keySet());
  }

  @Test
  void objectsInPiecesLeaveTheDatabaseItsRoom() throws Exception {
    disk.limit(10 << 20);
    LocalObjectStore objects = new LocalObjectStore(disk, 6 << 20);
    byte[] piece = new byte[1 << 20];
    try (UnfinishedObject object = objects.begin("plant", "a")) {
      DiskFullException full =
          assertThrows(
              DiskFullException.class,
              () -> {
                for (int i = 0; i < 10; i++) {
                  object.append(piece, 0, piece.length);
                }
              });
      assertTrue(full.getMessage().contains("a in simulated:/buckets/plant"), full.getMessage());
      assertTrue(object.size() >= 3 << 20 && object.size() <= 5 << 20, "size " + object.size());
    }
    objects.put("plant", "b", new byte[7 << 20]);
  }

  @Test
  void keysThatAreTooLongAreNamed() throws Exception {
    LocalObjectStore objects = new LocalObjectStore(disk);
    objects.put("plant", "x".repeat(252), bytes("{}"));
    objects.put("plant", "x".repeat(255) + "/a", bytes("{}"));
    objects.put("plant", ("x".repeat(127) + "/").repeat(8), bytes("{}"));

    for (String key :
        List.of(
            "x".repeat(253),
            "x".repeat(256) + "/a",
            "ä".repeat(26),
            ("x".repeat(127) + "/").repeat(8) + "a")) {
      KeyTooLongException tooLong =
          assertThrows(KeyTooLongException.class, () -> objects.put("plant", key, bytes("{}")));
      assertTrue(tooLong.getMessage().endsWith(key), tooLong.getMessage());
    }
  }

  private static String text(Directory data, String key) throws IOException {
    return new String(StoredObjects.of(data, "plant").get(key), StandardCharsets.UTF_8);
  }
}
