package io.lodestone.testkit.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.storage.AppendFile;
import io.lodestone.storage.Directory;
import io.lodestone.storage.DirectoryLock;
import io.lodestone.storage.DiskFullException;
import io.lodestone.storage.ReadFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the simulated disk keeps and loses. */
class CrashTest {
  private static final int SEEDS = 500;

  @Test
  void syncedBytesOfASyncedNameSurviveEveryCrash() throws IOException {
    for (long seed = 0; seed < SEEDS; seed++) {
      CrashableDirectory disk = new CrashableDirectory();
      AppendFile file = disk.create("a");
      file.append(bytes(700));
      file.sync();
      disk.sync();
      file.append(bytes(2000));
      byte[] found = Damage.bytesOf(disk.crash(seed), "a");
      assertArrayEquals(bytes(700).array(), Arrays.copyOf(found, 700), "seed " + seed);
    }
  }

  @Test
  void unsyncedSectorsAreLostOneByOneAndTheFileMayBeShortOrFullOfZeros() throws IOException {
    Set<String> seen = new TreeSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      CrashableDirectory disk = new CrashableDirectory();
      AppendFile file = disk.create("a");
      disk.sync();
      file.append(bytes(3 * 512));
      byte[] found = Damage.bytesOf(disk.crash(seed), "a");
      StringBuilder shape = new StringBuilder().append(found.length == 3 * 512 ? "full" : "cut");
      for (int sector = 0; sector < found.length / 512; sector++) {
        shape.append(found[sector * 512] == 0 ? " lost" : " kept");
      }
      seen.add(shape.toString());
    }
    assertTrue(
        seen.containsAll(
            List.of(
                "cut",
                "cut kept",
                "full lost lost lost",
                "full kept kept kept",
                "full kept lost lost",
                "full lost kept kept",
                "full kept lost kept")),
        seen.toString());
  }

  @Test
  void whatWasNotSyncedInADirectoryIsLostFromSomePointOn() throws IOException {
    Set<String> seen = new TreeSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      CrashableDirectory disk = new CrashableDirectory();
      disk.create("a").close();
      disk.sync();
      disk.create("b").close();
      disk.rename("b", "c");
      disk.delete("a");
      seen.add(disk.crash(seed).list().toString());
    }
    assertEquals(Set.of("[a]", "[a, b]", "[a, c]", "[c]"), seen);
  }

  @Test
  void aReplacedNameStandsForTheOldFileOrTheNewOne() throws IOException {
    Set<Integer> seen = new TreeSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      CrashableDirectory disk = new CrashableDirectory();
      Damage.replace(disk, "current", new byte[] {1});
      try (AppendFile file = disk.create("next")) {
        file.append(ByteBuffer.wrap(new byte[] {2, 2}));
        file.sync();
      }
      disk.rename("next", "current");
      seen.add(Damage.bytesOf(disk.crash(seed), "current").length);
    }
    assertEquals(Set.of(1, 2), seen);
  }

  @Test
  void aFileMovedBetweenDirectoriesIsNeverInNone() throws IOException {
    Set<String> seen = new TreeSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      CrashableDirectory disk = new CrashableDirectory();
      Directory quarantine = disk.directory("quarantine");
      Damage.replace(disk, "a", new byte[] {1});
      disk.moveTo("a", quarantine);
      CrashableDirectory found = disk.crash(seed);
      seen.add(found.list() + " " + found.directory("quarantine").list());
    }
    assertEquals(Set.of("[a] []", "[a] [a]", "[] [a]"), seen);
  }

  @Test
  void aKilledProcessLosesNothingUntilThePowerGoes() throws IOException {
    boolean lost = false;
    for (long seed = 0; seed < SEEDS; seed++) {
      CrashableDirectory disk = new CrashableDirectory();
      AppendFile file = disk.create("a");
      disk.sync();
      file.append(bytes(512));
      CrashableDirectory killed = disk.kill();
      assertArrayEquals(bytes(512).array(), Damage.bytesOf(killed, "a"));
      byte[] found = Damage.bytesOf(killed.crash(seed), "a");
      lost |= found.length == 0 || found[0] == 0;
    }
    assertTrue(lost);
  }

  @Test
  void handlesOfBeforeTheCrashAreDead() throws IOException {
    CrashableDirectory disk = new CrashableDirectory();
    AppendFile file = disk.create("a");
    ReadFile reader = disk.open("a");
    DirectoryLock lock = disk.lock("LOCK");
    disk.sync();
    CrashableDirectory found = disk.crash(1);
    assertThrows(IOException.class, () -> file.append(bytes(1)));
    assertThrows(IOException.class, file::sync);
    assertThrows(IOException.class, reader::size);
    assertThrows(IOException.class, disk::list);
    assertFalse(lock.isHeld());
    found.lock("LOCK").close();
    assertEquals(List.of("LOCK", "a"), found.list());
  }

  @Test
  void theSameSeedLosesTheSame() throws IOException {
    for (long seed = 0; seed < 50; seed++) {
      assertArrayEquals(tornFile(seed), tornFile(seed));
    }
  }

  private static byte[] tornFile(long seed) throws IOException {
    CrashableDirectory disk = new CrashableDirectory();
    AppendFile file = disk.create("a");
    disk.sync();
    file.append(bytes(5000));
    return Damage.bytesOf(disk.crash(seed), "a");
  }

  @Test
  void aFullDiskTakesWhatFitsAndSaysSo() throws IOException {
    CrashableDirectory disk = new CrashableDirectory();
    disk.limit(100);
    AppendFile file = disk.create("a");
    file.append(bytes(60));
    assertThrows(DiskFullException.class, () -> file.append(bytes(60)));
    assertThrows(IOException.class, file::sync);
    assertEquals(100, disk.size("a"));
    disk.delete("a");
    assertEquals(100, disk.freeBytes());
    assertEquals(100, disk.totalBytes());
    disk.create("b").append(bytes(100));
  }

  private static ByteBuffer bytes(int count) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) 7);
    return ByteBuffer.wrap(bytes);
  }
}
