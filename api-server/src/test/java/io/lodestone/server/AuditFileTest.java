package io.lodestone.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.server.log.EventLog;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit in a file of its own, which others rotate. */
class AuditFileTest {
  @TempDir private Path folder;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private AuditFile open(Path file) {
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new AuditFile(file, stream, new EventLog(stream, () -> Instant.EPOCH));
  }

  private String err() {
    String text = err.toString(StandardCharsets.UTF_8);
    err.reset();
    return text;
  }

  @Test
  void linesAreAppendedToAFileOfItsOwnersOnly() throws Exception {
    Path path = folder.resolve("audit.log");
    try (AuditFile audit = open(path)) {
      audit.append("first\n");
      assertEquals("first\n", Files.readString(path));
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    }
    try (AuditFile audit = open(path)) {
      audit.append("second\n");
    }
    assertEquals("first\nsecond\n", Files.readString(path));
    assertEquals("", err());
  }

  @Test
  void anExistingFileKeepsItsRights() throws Exception {
    Path path = folder.resolve("audit.log");
    Files.createFile(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
    open(path).close();
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
  }

  @Test
  void aRenamedFileIsFollowedByANewOne() throws Exception {
    Path path = folder.resolve("audit.log");
    try (AuditFile audit = open(path)) {
      audit.append("before\n");
      Files.move(path, folder.resolve("audit.log.1"));
      audit.append("until it is looked\n");
      audit.check();
      audit.append("after\n");
      audit.check();
    }
    assertEquals("before\nuntil it is looked\n", Files.readString(folder.resolve("audit.log.1")));
    assertEquals("after\n", Files.readString(path));
    assertEquals("", err());
  }

  @Test
  void halfALineIsEnded() throws Exception {
    Path path = folder.resolve("audit.log");
    Files.writeString(path, "whole\nhal");
    try (AuditFile audit = open(path)) {
      audit.append("next\n");
    }
    assertEquals("whole\nhal\nnext\n", Files.readString(path));
  }

  @Test
  void whatCannotBeWrittenGoesToStandardErrorUntilItCan() throws Exception {
    Path place = Files.createDirectory(folder.resolve("place"));
    Path path = place.resolve("audit.log");
    try (AuditFile audit = open(path)) {
      Files.move(place, folder.resolve("away"));
      audit.check();
      audit.check();
      audit.append("line\n");
      String told = err();
      assertTrue(told.endsWith("line\n"), told);
      assertEquals(2, told.split("audit file not written", -1).length, "said once: " + told);

      Files.createDirectory(place);
      audit.check();
      audit.append("again\n");
    }
    assertEquals("again\n", Files.readString(path));
    assertEquals("", err());
  }

  @Test
  void aStartIsRefusedWithoutThePlace() {
    StartException refused =
        assertThrows(StartException.class, () -> open(folder.resolve("none/audit.log")));
    assertTrue(refused.getMessage().startsWith("audit.file "), refused.getMessage());
  }
}
