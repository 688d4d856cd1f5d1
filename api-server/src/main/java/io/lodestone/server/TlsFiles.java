package io.lodestone.server;

import io.lodestone.server.log.EventLog;
import io.lodestone.server.tls.InvalidPemException;
import io.lodestone.server.tls.ServerIdentity;
import io.lodestone.server.tls.TlsIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The certificate and the key that the operator has named, and what becomes of them when they
 * change. Files that hold no identity leave the one before in use: they may be half written, and
 * the next look finds them whole.
 */
final class TlsFiles implements Renewal {
  /** What the two files hold. */
  private record Texts(String chain, String key) {}

  private final TlsOptions options;
  private final InstantSource clock;
  private final EventLog log;
  private final TlsIdentity identity;

  private Texts known;
  private String lastFailure = "";

  /**
   * Reads both files.
   *
   * @throws StartException when they do not hold an identity
   */
  TlsFiles(TlsOptions options, InstantSource clock, EventLog log) {
    this.options = options;
    this.clock = clock;
    this.log = log;
    try {
      known = read();
      ServerIdentity first = ServerIdentity.parse(known.chain(), known.key());
      identity = new TlsIdentity(first);
      report(first);
    } catch (InvalidPemException | IOException e) {
      throw new StartException(message(e), e);
    }
  }

  TlsIdentity identity() {
    return identity;
  }

  @Override
  public void check() {
    try {
      Texts found = read();
      if (!found.equals(known)) {
        ServerIdentity next = ServerIdentity.parse(found.chain(), found.key());
        identity.exchange(next);
        known = found;
        report(next);
      }
      lastFailure = "";
    } catch (InvalidPemException | IOException e) {
      String failure = message(e);
      if (!failure.equals(lastFailure)) {
        log.warn("certificate not taken over", "reason", failure);
        lastFailure = failure;
      }
    }
  }

  private Texts read() throws IOException {
    return new Texts(OperatorFile.read(options.certificate()), OperatorFile.read(options.key()));
  }

  private void report(ServerIdentity taken) {
    Instant expiry = taken.expiry();
    if (expiry.isBefore(clock.instant())) {
      log.warn("certificate has expired", "subject", taken.subject(), "expired", expiry);
    } else {
      log.info("certificate in use", "subject", taken.subject(), "expires", expiry);
    }
  }

  /** With both paths: which of the two is wrong is not always clear. */
  private String message(Exception e) {
    return "tls.certificate "
        + path(options.certificate())
        + " and tls.key "
        + path(options.key())
        + " are no identity: "
        + e.getMessage();
  }

  private static Path path(Path path) {
    return path.toAbsolutePath();
  }
}
