package io.lodestone.testkit.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.storage.AppendFile;
import io.lodestone.storage.DiskFullException;
import io.lodestone.testkit.files.Faults.Act;
import io.lodestone.testkit.files.Faults.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class FaultyDirectoryTest {
  private final CrashableDirectory disk = new CrashableDirectory();
  private final Faults faults = new Faults();
  private final FaultyDirectory directory = new FaultyDirectory(disk, faults);

  @Test
  void exactlyTheNumberedActFails() throws IOException {
    faults.failAt(3, Fault.EIO);
    directory.create("a").close();
    directory.sync();
    assertThrows(IOException.class, () -> directory.create("b"));
    directory.create("b").close();
    assertEquals(4, faults.acts());
  }

  @Test
  void aFullDiskStaysFullUntilItIsHealed() throws IOException {
    faults.failAll(Act.CREATE, Fault.ENOSPC);
    assertThrows(DiskFullException.class, () -> directory.create("a"));
    assertThrows(DiskFullException.class, () -> directory.create("a"));
    faults.heal();
    directory.create("a").close();
  }

  @Test
  void aShortWriteLeavesHalfAndKillsTheFile() throws IOException {
    AppendFile file = directory.create("a");
    faults.failNext(Act.APPEND, Fault.SHORT_WRITE_ENOSPC);
    assertThrows(DiskFullException.class, () -> file.append(ByteBuffer.wrap(new byte[10])));
    assertEquals(5, disk.size("a"));
    assertThrows(IOException.class, () -> file.append(ByteBuffer.wrap(new byte[1])));
    assertThrows(IOException.class, file::sync);
  }

  @Test
  void aFailedSyncLosesWhatItWasToSync() throws IOException {
    AppendFile file = directory.create("a");
    file.append(ByteBuffer.wrap(new byte[] {1}));
    file.sync();
    file.append(ByteBuffer.wrap(new byte[] {2}));
    faults.failNext(Act.SYNC, Fault.EIO);
    assertThrows(IOException.class, file::sync);
    assertThrows(IOException.class, file::sync);
    byte[] found = Damage.bytesOf(disk, "a");
    assertEquals(1, found[0]);
    assertEquals(0, found[1]);
  }

  @Test
  void leftOpenFilesAreNamed() throws IOException {
    LeakCheckingDirectory checked = new LeakCheckingDirectory(disk);
    AppendFile file = checked.create("left");
    AssertionError leak = assertThrows(AssertionError.class, checked::assertNothingIsOpen);
    assertTrue(leak.getMessage().contains("left"), leak.getMessage());
    file.close();
    checked.assertNothingIsOpen();
  }
}
