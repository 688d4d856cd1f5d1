package io.lodestone.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only the real file system shows; the contract of all directories is tested in testkit. */
class FileSystemDirectoryTest {
  @TempDir private Path path;
  private FileSystemDirectory directory;

  @BeforeEach
  void open() throws IOException {
    directory = FileSystemDirectory.open(path);
  }

  @Test
  void appendedBytesLieInTheFileSystem() throws IOException {
    try (AppendFile file = directory.create("a")) {
      file.append(ByteBuffer.wrap(new byte[] {1, 2}));
      file.append(ByteBuffer.wrap(new byte[] {3}), ByteBuffer.wrap(new byte[] {4, 5}));
      file.append(ByteBuffer.wrap(new byte[] {6}));
      file.sync();
    }
    assertEquals("[1, 2, 3, 4, 5, 6]", Arrays.toString(Files.readAllBytes(path.resolve("a"))));
  }

  @Test
  void privateFilesAreTheirOwnersAlone() throws IOException {
    directory.createPrivate("secret").close();
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(path.resolve("secret"))));
    assertThrows(FileAlreadyExistsException.class, () -> directory.createPrivate("secret"));
  }

  @Test
  void filesWithForeignNamesAreNotSeen() throws IOException {
    Files.write(path.resolve("not ours"), new byte[1]);
    Files.write(path.resolve("ours"), new byte[1]);
    assertEquals("[ours]", directory.list().toString());
  }

  @Test
  void aSecondHolderInThisProcessIsRefusedByName() throws IOException {
    try (DirectoryLock lock = directory.lock("LOCK")) {
      assertTrue(lock.isHeld());
      DirectoryLockedException e =
          assertThrows(
              DirectoryLockedException.class,
              () -> FileSystemDirectory.open(path).lock("LOCK").close());
      assertTrue(e.getMessage().contains(directory.toString()), e.getMessage());
    }
    directory.lock("LOCK").close();
  }

  /** A process of its own, since the lock belongs to a process. */
  @Test
  void anotherProcessIsRefusedEvenAfterARefusalHere() throws IOException, InterruptedException {
    try (DirectoryLock lock = directory.lock("LOCK")) {
      assertThrows(DirectoryLockedException.class, () -> directory.lock("LOCK").close());
      assertTrue(lock.isHeld());
      String refused = lockElsewhere();
      assertTrue(refused.contains("in use by another process"), refused);
      assertTrue(refused.contains(directory.toString()), refused);
    }
    assertEquals("locked", lockElsewhere());
  }

  private String lockElsewhere() throws IOException, InterruptedException {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Locker.class.getName(),
                path.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, jvm.waitFor(), said);
    return said.strip();
  }

  /** The other process. */
  static final class Locker {
    private Locker() {}

    public static void main(String[] args) throws IOException {
      try (DirectoryLock lock = FileSystemDirectory.open(Path.of(args[0])).lock("LOCK")) {
        System.out.println(lock.isHeld() ? "locked" : "not locked");
      } catch (DirectoryLockedException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void aDeadFileFailsEveryFurtherCall() throws IOException {
    AppendFile file = directory.create("a");
    file.close(); // The cheapest way to make a real append fail.
    assertThrows(IOException.class, () -> file.append(ByteBuffer.wrap(new byte[1])));
    IOException e = assertThrows(IOException.class, file::sync);
    assertTrue(e.getMessage().contains("dead"), e.getMessage());
  }

  /** /dev/full answers every write with ENOSPC. */
  @Test
  void aFullDiskIsSaidToBeFull() throws IOException {
    Path full = Path.of("/dev/full");
    if (!Files.exists(full)) {
      return;
    }
    try (AppendFile file =
        new FileSystemAppendFile(full, FileChannel.open(full, StandardOpenOption.WRITE))) {
      assertThrows(
          DiskFullException.class, () -> file.append(ByteBuffer.wrap(new byte[] {1, 2, 3})));
    }
  }

  @Test
  void aMappingEndsWithItsFile() throws IOException {
    try (AppendFile file = directory.create("a")) {
      file.append(ByteBuffer.wrap(new byte[] {1, 2}));
    }
    ReadFile file = directory.open("a");
    var segment = file.map();
    assertEquals(2, segment.byteSize());
    file.close();
    assertFalse(segment.scope().isAlive());
    file.close();
  }
}
