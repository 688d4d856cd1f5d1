package io.lodestone.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.server.auth.AccessKey;
import io.lodestone.storage.FormatVersionException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs, as a shell sees them: output, one line of failure, exit code. */
class CommandLineTest {
  @TempDir private Path folder;

  private String dataDir() {
    return "--data-dir=" + folder.resolve("data");
  }

  private static void assertOneLine(String expected, ProcessFixture process) {
    String err = process.err().replaceAll("(?m)^time=.*\\R", "");
    assertTrue(err.contains(expected), err);
    assertEquals(1, err.lines().count(), err);
    assertFalse(err.contains("Exception"), err);
  }

  @Test
  void usageErrorsExitWith2() {
    for (String[] args :
        new String[][] {
          {},
          {"sereve"},
          {"serve", "--prot=1"},
          {"serve", "--port"},
          {"serve", "--port=a"},
          {"config", "--config=/nowhere/at/all"},
          {"serve", "--bind=not an address"}
        }) {
      ProcessFixture process = new ProcessFixture();
      assertEquals(2, process.run(args), String.join(" ", args));
      assertFalse(process.err().isEmpty());
      assertEquals("", process.out());
    }
  }

  @Test
  void configPrintsValuesAndOrigins() {
    ProcessFixture process = new ProcessFixture().with("LODESTONE_BIND", "127.0.0.9");
    assertEquals(0, process.run("config", "--port=0"));
    assertTrue(process.out().contains("flag --port"), process.out());
    assertTrue(process.out().contains("env LODESTONE_BIND"), process.out());
    assertEquals(Keys.ALL.size(), process.out().lines().count());
  }

  @Test
  void configPrintsJson() {
    ProcessFixture process = new ProcessFixture();
    assertEquals(0, process.run("config", "--json", "--port=7"));
    assertTrue(
        process.out().contains("{\"key\":\"port\",\"value\":\"7\",\"origin\":\"flag --port\"}"),
        process.out());
  }

  @Test
  void versionIsPrintedBothWays() {
    ProcessFixture process = new ProcessFixture();
    assertEquals(0, process.run("version"));
    assertEquals(0, process.run("version", "--json"));
    assertTrue(process.out().startsWith("lodestone "), process.out());
    assertTrue(process.out().contains("{\"version\":"), process.out());
  }

  @Test
  void envMakesTheKeyOnceAndOnlyItsOwnerMayReadIt() throws Exception {
    ProcessFixture first = new ProcessFixture();
    ProcessFixture second = new ProcessFixture();
    assertEquals(0, first.run("env", dataDir()));
    assertEquals(0, second.run("env", dataDir()));
    assertEquals(first.out(), second.out());
    Path keys = folder.resolve("data/server/access-keys");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)));
    AccessKey key = first.accessKeys(folder.resolve("data")).first();
    assertTrue(first.out().contains("AWS_ACCESS_KEY_ID='" + key.id() + "'"));
    assertFalse(Files.readString(keys).contains(key.credentials().secret()));
    Path master = folder.resolve("data/server/master-key");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(master)));
    assertTrue(first.out().contains("export AWS_ENDPOINT_URL='http://127.0.0.1:8090'"));
  }

  @Test
  void envIsUnderstoodByTheShell() throws Exception {
    ProcessFixture process = new ProcessFixture();
    assertEquals(0, process.run("env", dataDir(), "--port=1234"));
    Process bash =
        new ProcessBuilder(
                "bash",
                "-uec",
                "eval \"$1\"; echo \"$AWS_ENDPOINT_URL $AWS_ACCESS_KEY_ID $AWS_SECRET_ACCESS_KEY $AWS_REGION $AWS_DEFAULT_REGION\"",
                "bash",
                process.out())
            .redirectErrorStream(true)
            .start();
    String printed = new String(bash.getInputStream().readAllBytes());
    assertTrue(bash.waitFor(10, TimeUnit.SECONDS));
    AccessKey key = process.accessKeys(folder.resolve("data")).first();
    assertEquals(
        "http://127.0.0.1:1234 "
            + key.id()
            + " "
            + key.credentials().secret()
            + " us-east-1 us-east-1\n",
        printed);
  }

  @Test
  void envRefusesAPortThatIsNone() {
    ProcessFixture process = new ProcessFixture();
    assertEquals(1, process.run("env", dataDir(), "--port=0"));
    assertOneLine("no server runs", process);
  }

  @Test
  void brokenKeyFileIsOneLine() throws Exception {
    Files.createDirectories(folder.resolve("data/server"));
    assertEquals(0, new ProcessFixture().run("env", dataDir()));
    Files.writeString(folder.resolve("data/server/access-keys"), "AKIDEXAMPLE\n");
    ProcessFixture process = new ProcessFixture();
    assertEquals(1, process.run("serve", dataDir(), "--port=0"));
    assertOneLine("access-keys is not valid JSON, line 1", process);
  }

  @Test
  void unverifiedAccessBeyondThisMachineIsRefused() {
    ProcessFixture process = new ProcessFixture();
    assertEquals(1, process.run("serve", dataDir(), "--auth=off", "--bind=0.0.0.0", "--port=0"));
    assertOneLine("auth is off", process);
  }

  @Test
  void servingOtherMachinesInTheClearHasToBeAskedFor() {
    ProcessFixture process = new ProcessFixture();
    assertEquals(1, process.run("serve", dataDir(), "--bind=0.0.0.0", "--port=0"));
    assertOneLine("there is no TLS", process);
    Termination ended = new Termination();
    ended.request();
    ProcessFixture asked = new ProcessFixture();
    assertEquals(
        0,
        asked.run(ended, "serve", dataDir(), "--bind=0.0.0.0", "--port=0", "--insecure-http=on"));
  }

  @Test
  void certificateWithoutItsKeyIsAUsageError() {
    ProcessFixture process = new ProcessFixture();
    assertEquals(2, process.run("serve", dataDir(), "--tls-certificate=c.pem", "--port=0"));
    assertOneLine("tls.certificate and tls.key go together", process);
  }

  @Test
  void certificateThatIsNotThereIsOneLine() {
    ProcessFixture process = new ProcessFixture();
    assertEquals(
        1,
        process.run(
            "serve", dataDir(), "--port=0", "--tls-certificate=no.pem", "--tls-key=no.key"));
    assertOneLine("no.pem", process);
  }

  @Test
  void takenPortIsOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      ProcessFixture process = new ProcessFixture();
      assertEquals(1, process.run("serve", dataDir(), "--port=" + taken.getLocalPort()));
      assertOneLine("cannot listen on 127.0.0.1:" + taken.getLocalPort(), process);
      assertEquals(1, process.closings());
    }
  }

  @Test
  void dataOfANewerReleaseIsOneLine() {
    ProcessFixture process =
        new ProcessFixture()
            .opening(
                (environment, options) -> {
                  throw new FormatVersionException("manifest-1", 9, 1);
                });
    assertEquals(1, process.run("serve", dataDir(), "--port=0"));
    assertOneLine("manifest-1 has format version 9", process);
  }

  @Test
  void failedStartLetsGoOfTheDataDirectory() throws IOException {
    ProcessFixture failing =
        new ProcessFixture()
            .opening(
                (environment, options) -> {
                  throw new IOException("no");
                });
    assertEquals(1, failing.run("serve", dataDir(), "--port=0"));
    Termination ended = new Termination();
    ended.request();
    assertEquals(0, new ProcessFixture().run(ended, "serve", dataDir(), "--port=0"));
  }
}
