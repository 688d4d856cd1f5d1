package io.lodestone.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.server.log.EventLog;
import io.lodestone.server.tls.SelfSigned;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that are renewed under a running server. */
class TlsFilesTest {
  @TempDir private Path folder;

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private TlsOptions options;
  private SelfSigned first;

  @BeforeEach
  void make() throws Exception {
    options = new TlsOptions(folder.resolve("chain.pem"), folder.resolve("key.pem"));
    first = SelfSigned.make(folder, "first", "EC");
  }

  private void write(String chain, String key) throws Exception {
    Files.writeString(options.certificate(), chain);
    Files.writeString(options.key(), key);
  }

  private TlsFiles open(Instant now) {
    return new TlsFiles(
        options,
        () -> now,
        new EventLog(new PrintStream(log, true, StandardCharsets.UTF_8), () -> now));
  }

  /** What was logged since the last question, without its time. */
  private String logged() {
    String lines = log.toString(StandardCharsets.UTF_8).replaceAll("time=\\S+ ", "");
    log.reset();
    return lines;
  }

  @Test
  void newFilesAreTakenOverAndHalfWrittenOnesAreNot() throws Exception {
    SelfSigned second = SelfSigned.make(folder, "second", "EC");
    write(first.certificate(), first.key());
    TlsFiles files = open(Instant.now());
    assertTrue(logged().contains("certificate in use\" subject=\"CN=first\""));

    files.check();
    assertEquals("", logged());

    write(second.certificate(), first.key());
    files.check();
    assertTrue(logged().contains("not that of the first certificate"));
    files.check();
    assertEquals("", logged());

    Files.delete(options.key());
    files.check();
    assertTrue(logged().contains("key.pem does not exist"));

    write(second.certificate(), second.key());
    files.check();
    assertTrue(logged().contains("certificate in use\" subject=\"CN=second\""));
    files.check();
    assertEquals("", logged());
  }

  @Test
  void expiredCertificateIsServedWithAWarning() throws Exception {
    write(first.certificate(), first.key());
    open(Instant.now().plusSeconds(100 * 86_400));
    assertTrue(logged().contains("level=warn event=\"certificate has expired\""));
  }

  @Test
  void startWithoutAnIdentityIsRefused() throws Exception {
    StartException missing = assertThrows(StartException.class, () -> open(Instant.now()));
    assertTrue(missing.getMessage().contains("chain.pem"), missing.getMessage());
    write(first.certificate(), "nothing");
    StartException wrong = assertThrows(StartException.class, () -> open(Instant.now()));
    assertTrue(wrong.getMessage().contains("no block PRIVATE KEY"), wrong.getMessage());
  }
}
