package io.lodestone.server;

import io.lodestone.server.seal.MasterKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Where the master key lies, with which access keys and encryption keys are sealed: in the data
 * directory, or where the operator keeps it.
 */
final class MasterKeyFile {
  private final ServerFiles files;
  private final Optional<Path> elsewhere;
  private final RandomGenerator random;

  /**
   * @param elsewhere where the operator keeps it; beside what it seals when empty
   * @param random has to be one that nobody can predict
   */
  MasterKeyFile(ServerFiles files, Optional<Path> elsewhere, RandomGenerator random) {
    this.files = files;
    this.elsewhere = elsewhere;
    this.random = random;
  }

  /** How messages call the file. */
  String place() {
    return elsewhere.map(Path::toString).orElseGet(() -> files.path(ServerFiles.MASTER_KEY));
  }

  /** Made when there is none yet; the caller holds the lock of the keys. */
  MasterKey orNew() throws IOException {
    Optional<MasterKey> known = find();
    if (known.isPresent()) {
      return known.get();
    }
    MasterKey made = MasterKey.generate(random);
    files.write(ServerFiles.MASTER_KEY, made.text());
    return made;
  }

  /**
   * Empty when it is to lie in the data directory, and does not yet.
   *
   * @throws StartException when the file does not hold one
   */
  Optional<MasterKey> find() throws IOException {
    try {
      Optional<String> text =
          elsewhere.isPresent()
              ? Optional.of(OperatorFile.read(elsewhere.get()))
              : files.read(ServerFiles.MASTER_KEY);
      return text.map(MasterKey::parse);
    } catch (IllegalArgumentException e) {
      throw new StartException(place() + ": " + e.getMessage(), e);
    }
  }
}
