package io.lodestone.testkit.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.storage.AppendFile;
import io.lodestone.storage.Directory;
import io.lodestone.storage.DirectoryLock;
import io.lodestone.storage.DirectoryLockedException;
import io.lodestone.storage.ReadFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every directory owes while nothing crashes. Subclassed for each implementation. */
public abstract class DirectoryContract {
  private Directory directory;

  /** An empty directory. */
  protected abstract Directory emptyDirectory() throws IOException;

  @BeforeEach
  final void open() throws IOException {
    directory = emptyDirectory();
  }

  @Test
  void listsFilesAndDirectoriesApartAndInOrder() throws IOException {
    write("b");
    write("a");
    directory.directory("sub");
    assertEquals(List.of("a", "b"), directory.list());
    assertEquals(List.of("sub"), directory.listDirectories());
    assertTrue(directory.exists("a"));
    assertFalse(directory.exists("sub"));
    assertFalse(directory.exists("c"));
  }

  @Test
  void readsWhatWasAppended() throws IOException {
    try (AppendFile file = directory.create("a")) {
      file.append(ByteBuffer.wrap(new byte[] {1, 2, 3}));
      file.append(ByteBuffer.wrap(new byte[] {4}), ByteBuffer.allocateDirect(2));
      file.append(ByteBuffer.wrap(new byte[] {5}).asReadOnlyBuffer());
      assertEquals(7, file.size());
      assertEquals("a", file.name());
      file.sync();
    }
    assertEquals(7, directory.size("a"));
    assertArrayEquals(new byte[] {1, 2, 3, 4, 0, 0, 5}, Damage.bytesOf(directory, "a"));
  }

  @Test
  void readsByPositionUpToTheEnd() throws IOException {
    write("a", 1, 2, 3, 4, 5);
    try (ReadFile file = directory.open("a")) {
      ByteBuffer into = ByteBuffer.allocate(4);
      assertEquals(4, file.read(0, into));
      assertEquals(2, file.read(3, into.clear()));
      assertEquals(4, into.get(0));
      assertEquals(2, into.position());
      assertEquals(0, file.read(5, into.clear()));
      assertEquals(0, file.read(50, into.clear()));
    }
  }

  @Test
  void aFileBeingAppendedToGrowsForItsReaders() throws IOException {
    try (AppendFile file = directory.create("a");
        ReadFile reader = directory.open("a")) {
      assertEquals(0, reader.size());
      file.append(ByteBuffer.wrap(new byte[] {9}));
      assertEquals(1, reader.size());
      assertEquals(1, reader.read(0, ByteBuffer.allocate(10)));
    }
  }

  @Test
  void zerosWrittenAheadAreNotAppendedBytes() throws IOException {
    try (AppendFile file = directory.create("a")) {
      file.append(ByteBuffer.wrap(new byte[] {1}));
      file.preallocate(3_000_000);
      assertEquals(1, file.size());
      file.append(ByteBuffer.wrap(new byte[] {2}), ByteBuffer.wrap(new byte[] {3}));
      assertEquals(3, file.size());
    }
    byte[] bytes = Damage.bytesOf(directory, "a");
    assertEquals(3_000_000, bytes.length);
    assertArrayEquals(new byte[] {1, 2, 3, 0}, Arrays.copyOf(bytes, 4));
  }

  @Test
  void aMappingIsTheWholeFileUntilItIsClosed() throws IOException {
    write("a", 1, 2, 3);
    ReadFile file = directory.open("a");
    MemorySegment mapping = file.map();
    assertEquals(3, mapping.byteSize());
    assertEquals(3, mapping.get(ValueLayout.JAVA_BYTE, 2));
    assertThrows(IllegalStateException.class, file::map);
    file.close();
    assertThrows(IllegalStateException.class, () -> mapping.get(ValueLayout.JAVA_BYTE, 2));
    file.close();
  }

  @Test
  void anEmptyFileCanBeMapped() throws IOException {
    write("a");
    try (ReadFile file = directory.open("a")) {
      assertEquals(0, file.map().byteSize());
    }
  }

  @Test
  void aTakenNameIsNotCreatedAgain() throws IOException {
    write("a", 1);
    assertThrows(FileAlreadyExistsException.class, () -> directory.create("a"));
    assertEquals(1, directory.size("a"));
  }

  @Test
  void aMissingFileIsSaidToBeMissing() {
    assertThrows(NoSuchFileException.class, () -> directory.open("a"));
    assertThrows(NoSuchFileException.class, () -> directory.size("a"));
    assertThrows(NoSuchFileException.class, () -> directory.rename("a", "b"));
  }

  @Test
  void renameReplacesAndOpenReadersKeepTheOldFile() throws IOException {
    write("a", 1);
    write("b", 2);
    try (ReadFile old = directory.open("b")) {
      directory.rename("a", "b");
      assertEquals(List.of("b"), directory.list());
      assertArrayEquals(new byte[] {1}, Damage.bytesOf(directory, "b"));
      ByteBuffer into = ByteBuffer.allocate(1);
      old.read(0, into);
      assertEquals(2, into.get(0));
    }
  }

  @Test
  void anAppendFileFollowsItsRename() throws IOException {
    try (AppendFile file = directory.create("a.tmp")) {
      file.append(ByteBuffer.wrap(new byte[] {1}));
      directory.rename("a.tmp", "a");
      file.append(ByteBuffer.wrap(new byte[] {2}));
      file.sync();
    }
    assertArrayEquals(new byte[] {1, 2}, Damage.bytesOf(directory, "a"));
  }

  @Test
  void deletedFilesAreGoneButReadableWhereOpen() throws IOException {
    write("a", 7);
    try (ReadFile file = directory.open("a")) {
      directory.delete("a");
      directory.delete("a");
      assertFalse(directory.exists("a"));
      assertEquals(1, file.read(0, ByteBuffer.allocate(1)));
    }
  }

  @Test
  void movesToAnotherDirectoryButNotOntoAFile() throws IOException {
    Directory quarantine = directory.directory("quarantine");
    write("a", 1);
    directory.moveTo("a", quarantine);
    assertEquals(List.of(), directory.list());
    assertArrayEquals(new byte[] {1}, Damage.bytesOf(quarantine, "a"));
    write("a", 2);
    assertThrows(FileAlreadyExistsException.class, () -> directory.moveTo("a", quarantine));
    assertArrayEquals(new byte[] {1}, Damage.bytesOf(quarantine, "a"));
  }

  @Test
  void childDirectoriesAreTheSameEachTimeTheyAreAskedFor() throws IOException {
    directory.directory("sub").create("x").close();
    assertEquals(List.of("x"), directory.directory("sub").list());
    assertThrows(IOException.class, () -> directory.deleteDirectory("sub"));
    directory.directory("sub").delete("x");
    directory.deleteDirectory("sub");
    directory.deleteDirectory("sub");
    assertEquals(List.of(), directory.listDirectories());
  }

  @Test
  void namesThatAreNoPlainSegmentAreRefused() {
    for (String name : new String[] {"", ".", "..", "a/b", "../a", "a\\b", "a b", "ä", "a\0"}) {
      assertThrows(IllegalArgumentException.class, () -> directory.create(name), name);
      assertThrows(IllegalArgumentException.class, () -> directory.open(name), name);
      assertThrows(IllegalArgumentException.class, () -> directory.directory(name), name);
      assertThrows(IllegalArgumentException.class, () -> directory.delete(name), name);
    }
  }

  @Test
  void aLockHasOneHolder() throws IOException {
    DirectoryLock lock = directory.lock("LOCK");
    assertTrue(lock.isHeld());
    assertThrows(DirectoryLockedException.class, () -> directory.lock("LOCK"));
    lock.close();
    assertFalse(lock.isHeld());
    lock.close();
    directory.lock("LOCK").close();
  }

  @Test
  void closedFilesFail() throws IOException {
    AppendFile file = directory.create("a");
    file.close();
    file.close();
    assertThrows(IOException.class, () -> file.append(ByteBuffer.wrap(new byte[1])));
    ReadFile reader = directory.open("a");
    reader.close();
    assertThrows(IOException.class, () -> reader.read(0, ByteBuffer.allocate(1)));
  }

  @Test
  void thereIsRoomOnTheDisk() throws IOException {
    assertTrue(directory.freeBytes() > 0);
    assertTrue(directory.totalBytes() >= directory.freeBytes());
    directory.sync();
  }

  private void write(String name, int... bytes) throws IOException {
    byte[] content = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      content[i] = (byte) bytes[i];
    }
    try (AppendFile file = directory.create(name)) {
      file.append(ByteBuffer.wrap(content));
    }
  }
}
