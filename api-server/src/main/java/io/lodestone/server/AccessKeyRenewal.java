package io.lodestone.server;

import io.lodestone.server.auth.AccessKeys;
import io.lodestone.server.auth.KeyRing;
import io.lodestone.server.log.EventLog;
import java.io.IOException;
import java.util.Optional;

/**
 * Takes over access keys that somebody has changed. A file that cannot be read leaves the keys
 * before in force.
 */
final class AccessKeyRenewal implements Renewal {
  private final AccessKeyFile file;
  private final KeyRing ring;
  private final EventLog log;

  private Optional<String> known;
  private String lastFailure = "";

  /**
   * Reads the keys; the first one is made when there are none yet.
   *
   * @throws StartException when the file is not what it should be
   */
  AccessKeyRenewal(AccessKeyFile file, EventLog log) throws IOException {
    this.file = file;
    this.log = log;
    file.orNew();
    this.known = file.text();
    this.ring = new KeyRing(file.parse(known.orElse("")));
  }

  /** The keys in force. */
  KeyRing ring() {
    return ring;
  }

  @Override
  public void check() {
    try {
      Optional<String> found = file.text();
      if (found.isPresent() && !found.equals(known)) {
        AccessKeys keys = file.parse(found.get());
        ring.exchange(keys);
        known = found;
        log.info("access keys taken over", "keys", keys);
      }
      lastFailure = "";
    } catch (StartException | IOException e) {
      String failure = String.valueOf(e.getMessage());
      if (!failure.equals(lastFailure)) {
        log.warn("access keys not taken over", "reason", failure);
        lastFailure = failure;
      }
    }
  }
}
