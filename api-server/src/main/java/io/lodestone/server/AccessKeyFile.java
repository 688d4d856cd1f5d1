package io.lodestone.server;

import io.lodestone.server.auth.AccessKey;
import io.lodestone.server.auth.AccessKeyText;
import io.lodestone.server.auth.AccessKeys;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** The access keys on disk, of which there is always one. Safe for several threads. */
final class AccessKeyFile {
  private static final String FIRST_USER = "lodestone";

  private final KeyListFile<AccessKeys> file;
  private final RandomGenerator random;
  private final InstantSource clock;

  AccessKeyFile(ServerFiles files, MasterKeyFile master, ServerProcess process) {
    this.random = process.random();
    this.clock = process.clock();
    this.file =
        new KeyListFile<>(
            files, ServerFiles.KEYS, AccessKeyText::write, AccessKeyText::read, master, random);
  }

  /**
   * The access keys; the first one is made when there are none yet.
   *
   * @throws StartException when the files are not what they should be
   */
  AccessKeys orNew() throws IOException {
    Optional<AccessKeys> known = file.read();
    return known.isPresent() ? known.get() : change(keys -> keys);
  }

  /** What stands in the file, for comparison. */
  Optional<String> text() throws IOException {
    return file.text();
  }

  /**
   * @throws StartException when the text or the master key is not what it should be
   */
  AccessKeys parse(String text) throws IOException {
    return file.parse(text);
  }

  /**
   * Replaces the access keys, which are made before if there are none.
   *
   * @throws StartException when another process is changing keys, or the act refuses
   */
  AccessKeys change(UnaryOperator<AccessKeys> act) throws IOException {
    return file.change(known -> act.apply(known.orElseGet(this::first)));
  }

  private AccessKeys first() {
    return AccessKeys.of(AccessKey.permanent(AccessKey.draw(random), FIRST_USER, clock.instant()));
  }
}
