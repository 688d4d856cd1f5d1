package io.lodestone.server;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where the server's identity lies.
 *
 * @param certificate a file of PEM: the server's own certificate, then those that vouch for it
 * @param key a file of PEM: its private key
 */
record TlsOptions(Path certificate, Path key) {
  TlsOptions {
    Objects.requireNonNull(certificate, "certificate");
    Objects.requireNonNull(key, "key");
  }
}
