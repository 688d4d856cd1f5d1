package io.lodestone.server.timestream.query.spool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.storage.CorruptFileException;
import io.lodestone.storage.Directory;
import io.lodestone.storage.FileSystemDirectory;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Damage;
import io.lodestone.testkit.files.LeakCheckingDirectory;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final byte[] PIECE = "the rows of somebody".getBytes(StandardCharsets.UTF_8);
  private static final int SEALED = PIECE.length + 16;

  private final CrashableDirectory disk = new CrashableDirectory();

  @Test
  void piecesComeBackInAnyOrder() throws Exception {
    SpoolFile file = spool(disk, SpoolOptions.DEFAULT).create();
    List<SpoolFile.Place> places = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      places.add(file.append(("piece " + i).getBytes(StandardCharsets.UTF_8)).orElseThrow());
    }

    for (int i = 99; i >= 0; i--) {
      assertEquals(
          "piece " + i, new String(file.read(places.get(i)).orElseThrow(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void nothingIsInClearAndEqualPiecesDiffer() throws Exception {
    Spool spool = spool(disk, SpoolOptions.DEFAULT);
    SpoolFile first = spool.create();
    SpoolFile second = spool.create();
    first.append(PIECE);
    first.append(PIECE);
    second.append(PIECE);

    byte[] bytes = Damage.bytesOf(disk, "result-1.spool");
    assertEquals(2 * SEALED, bytes.length);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    assertFalse(text.contains("rows"));
    String one = text.substring(0, SEALED);
    assertFalse(one.equals(text.substring(SEALED)), "another piece");
    assertFalse(
        one.equals(new String(Damage.bytesOf(disk, "result-2.spool"), StandardCharsets.ISO_8859_1)),
        "another file");
  }

  @Test
  void theKeyIsAnotherOneEachTime() throws Exception {
    Spool.open(disk, new SplittableRandom(1), SpoolOptions.DEFAULT).create().append(PIECE);
    byte[] before = Damage.bytesOf(disk, "result-1.spool");
    Spool.open(disk, new SplittableRandom(2), SpoolOptions.DEFAULT).create().append(PIECE);

    assertFalse(java.util.Arrays.equals(before, Damage.bytesOf(disk, "result-1.spool")));
  }

  @Test
  void roomIsBoundedAndComesBack() throws Exception {
    Spool spool = spool(disk, new SpoolOptions(2L * SEALED, 0));
    SpoolFile first = spool.create();
    SpoolFile second = spool.create();
    SpoolFile.Place place = first.append(PIECE).orElseThrow();
    second.append(PIECE);

    assertThrows(SpoolFullException.class, () -> first.append(PIECE));
    assertArrayEquals(PIECE, first.read(place).orElseThrow(), "it stays as it was");
    assertEquals(2L * SEALED, spool.bytes());

    second.discard();
    second.discard();
    assertEquals(SEALED, spool.bytes());
    assertTrue(first.append(PIECE).isPresent());
  }

  @Test
  void aDiskThatIsNearlyFullIsLeftAlone() throws Exception {
    disk.limit(1_000);
    SpoolFile file = spool(disk, new SpoolOptions(1 << 20, 1_000 - SEALED)).create();
    file.append(PIECE);

    assertThrows(SpoolFullException.class, () -> file.append(PIECE));
  }

  @Test
  void whatIsDiscardedIsGone() throws Exception {
    LeakCheckingDirectory folder = new LeakCheckingDirectory(disk);
    SpoolFile file = spool(folder, SpoolOptions.DEFAULT).create();
    SpoolFile.Place place = file.append(PIECE).orElseThrow();

    file.discard();

    folder.assertNothingIsOpen();
    assertEquals(List.of(), disk.list());
    assertEquals(Optional.empty(), file.read(place));
    assertEquals(Optional.empty(), file.append(PIECE));
  }

  @Test
  void theNextStartDeletesWhatAKillOrAPowerCutLeaves() throws Exception {
    Damage.replace(disk, "notes", PIECE);
    spool(disk, SpoolOptions.DEFAULT).create().append(PIECE);
    CrashableDirectory killed = disk.kill();
    assertEquals(List.of("notes", "result-1.spool"), killed.list());
    assertEquals(0, spool(killed, SpoolOptions.DEFAULT).bytes());
    assertEquals(List.of("notes"), killed.list());

    spool(killed, SpoolOptions.DEFAULT).create().append(PIECE);
    for (long seed = 0; seed < 20; seed++) {
      CrashableDirectory found = killed.crash(seed);
      spool(found, SpoolOptions.DEFAULT);
      assertEquals(List.of("notes"), found.list(), "seed " + seed);
      killed = found;
      spool(killed, SpoolOptions.DEFAULT).create().append(PIECE);
    }
  }

  @Test
  void everyWrongByteIsNoticed(@TempDir Path folder) throws Exception {
    SpoolFile file = spool(FileSystemDirectory.open(folder), SpoolOptions.DEFAULT).create();
    SpoolFile.Place place = file.append(PIECE).orElseThrow();
    try (RandomAccessFile raw =
        new RandomAccessFile(folder.resolve("result-1.spool").toFile(), "rw")) {
      for (int at = 0; at < SEALED; at++) {
        flip(raw, at);
        CorruptFileException failure =
            assertThrows(CorruptFileException.class, () -> file.read(place), "byte " + at);
        assertTrue(failure.getMessage().contains("result-1.spool"), failure.getMessage());
        flip(raw, at);
      }
      assertArrayEquals(PIECE, file.read(place).orElseThrow());
      raw.setLength(SEALED - 1);
      assertThrows(CorruptFileException.class, () -> file.read(place));
    }
    file.discard();
  }

  private static void flip(RandomAccessFile raw, int at) throws IOException {
    raw.seek(at);
    int value = raw.read();
    raw.seek(at);
    raw.write(value ^ 1);
  }

  private static Spool spool(Directory folder, SpoolOptions options) throws IOException {
    return Spool.open(folder, new SplittableRandom(1), options);
  }
}
