package io.lodestone.server;

import io.lodestone.server.auth.AccessKey;
import io.lodestone.server.auth.AccessKeyText;
import io.lodestone.server.auth.AccessKeys;
import io.lodestone.server.seal.MasterKey;
import io.lodestone.storage.DirectoryLock;
import io.lodestone.storage.DirectoryLockedException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The access keys on disk, and the master key that their secrets are sealed with. Whoever changes
 * them holds a lock of their own meanwhile, so that they can be changed while a server runs.
 */
final class AccessKeyFile {
  private static final String FIRST_USER = "lodestone";

  private final ServerFiles files;
  private final MasterKeyFile master;
  private final RandomGenerator random;
  private final InstantSource clock;

  AccessKeyFile(ServerFiles files, MasterKeyFile master, ServerProcess process) {
    this.files = files;
    this.master = master;
    this.random = process.random();
    this.clock = process.clock();
  }

  /**
   * The access keys; the first one is made when there are none yet.
   *
   * @throws StartException when the files are not what they should be
   */
  AccessKeys orNew() throws IOException {
    Optional<AccessKeys> known = read();
    return known.isPresent() ? known.get() : change(keys -> keys);
  }

  /** The access keys, if there are any yet. */
  Optional<AccessKeys> read() throws IOException {
    Optional<String> text = text();
    return text.isEmpty() ? Optional.empty() : Optional.of(parse(text.get()));
  }

  /** What stands in the file, for comparison. */
  Optional<String> text() throws IOException {
    return files.read(ServerFiles.KEYS);
  }

  /**
   * @throws StartException when the text or the master key is not what it should be
   */
  AccessKeys parse(String text) throws IOException {
    MasterKey seal =
        master
            .find()
            .orElseThrow(
                () ->
                    new StartException(
                        master.place() + " is missing, and without it no secret can be read"));
    try {
      return AccessKeyText.read(files.path(ServerFiles.KEYS), text, seal);
    } catch (IllegalArgumentException e) {
      throw new StartException(e.getMessage(), e);
    }
  }

  /**
   * Replaces the access keys, which are made before if there are none.
   *
   * @throws StartException when another process is changing them
   */
  AccessKeys change(UnaryOperator<AccessKeys> act) throws IOException {
    try (DirectoryLock _ = files.lockKeys()) {
      Optional<AccessKeys> known = read();
      MasterKey seal = master.orNew();
      AccessKeys before =
          known.orElseGet(
              () ->
                  AccessKeys.of(
                      AccessKey.permanent(AccessKey.draw(random), FIRST_USER, clock.instant())));
      AccessKeys after = act.apply(before);
      files.write(ServerFiles.KEYS, AccessKeyText.write(after, seal, random));
      return after;
    } catch (DirectoryLockedException e) {
      throw new StartException("another process is changing the access keys; try again", e);
    }
  }
}
