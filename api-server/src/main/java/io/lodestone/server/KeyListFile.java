package io.lodestone.server;

import io.lodestone.server.seal.MasterKey;
import io.lodestone.storage.DirectoryLock;
import io.lodestone.storage.DirectoryLockedException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A file with all keys of one kind, sealed with the master key. Whoever changes it holds a lock
 * meanwhile, so that keys can be changed while a server runs. Safe for several threads.
 *
 * @param <L> all keys of the kind, immutable
 */
final class KeyListFile<L> {
  private final ServerFiles files;
  private final String name;
  private final Writer<L> writer;
  private final Reader<L> reader;
  private final MasterKeyFile master;
  private final RandomGenerator random;

  /** Makes the text in which keys lie. */
  interface Writer<L> {
    String write(L keys, MasterKey master, RandomGenerator random);
  }

  /** Reads it again. */
  interface Reader<L> {
    /**
     * @param name how messages call the text
     * @throws IllegalArgumentException when it is not of the form, or a seal does not open
     */
    L read(String name, String text, MasterKey master);
  }

  /**
   * @param name of the file in the server's folder
   * @param random has to be one that nobody can predict
   */
  KeyListFile(
      ServerFiles files,
      String name,
      Writer<L> writer,
      Reader<L> reader,
      MasterKeyFile master,
      RandomGenerator random) {
    this.files = files;
    this.name = name;
    this.writer = writer;
    this.reader = reader;
    this.master = master;
    this.random = random;
  }

  /** How messages call the file. */
  String path() {
    return files.path(name);
  }

  /** What stands in the file, if it is there. */
  Optional<String> text() throws IOException {
    return files.read(name);
  }

  /**
   * The keys, if the file is there.
   *
   * @throws StartException when the text or the master key is not what it should be
   */
  Optional<L> read() throws IOException {
    Optional<String> text = text();
    return text.isEmpty() ? Optional.empty() : Optional.of(parse(text.get()));
  }

  /**
   * The keys of a text that stood in the file.
   *
   * @throws StartException when the text or the master key is not what it should be
   */
  L parse(String text) throws IOException {
    MasterKey seal =
        master
            .find()
            .orElseThrow(
                () ->
                    new StartException(
                        master.place() + " is missing, and without it no key can be read"));
    try {
      return reader.read(path(), text, seal);
    } catch (IllegalArgumentException e) {
      throw new StartException(e.getMessage(), e);
    }
  }

  /**
   * Replaces the keys. The master key is made when there is none and no keys are there that would
   * need another.
   *
   * @param act is given the keys that are there, if there are any
   * @throws StartException when another process is changing keys, the files are not what they
   *     should be, or the act refuses with an {@link IllegalArgumentException}
   */
  L change(Function<Optional<L>, L> act) throws IOException {
    try (DirectoryLock _ = files.lockKeys()) {
      Optional<L> before = read();
      MasterKey seal = master.orNew();
      L after = act.apply(before);
      files.write(name, writer.write(after, seal, random));
      return after;
    } catch (DirectoryLockedException e) {
      throw new StartException("another process is changing keys; try again", e);
    } catch (IllegalArgumentException e) {
      throw new StartException(e.getMessage(), e);
    }
  }
}
