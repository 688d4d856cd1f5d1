package io.lodestone.server.timestream.query.spool;

import io.lodestone.storage.Directory;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import javax.crypto.spec.SecretKeySpec;

/**
 * A folder of temporary files, all of them encrypted with one random key that is held in memory
 * only. Nothing in it outlives the process: no file is ever synced, what a crash leaves behind
 * nobody can read, and the next {@link #open} deletes it.
 *
 * <pre>
 *   result-1.spool, result-2.spool, …     a file for each result, see {@link SpoolFile}
 * </pre>
 *
 * Safe for several threads. Belongs to whoever holds the lock on the data directory.
 */
public final class Spool {
  private static final String PREFIX = "result-";
  private static final String SUFFIX = ".spool";
  private static final int KEY_BYTES = 32;

  private final Directory folder;
  private final SecretKeySpec key;
  private final SpoolOptions options;
  private final AtomicLong files = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  private Spool(Directory folder, SecretKeySpec key, SpoolOptions options) {
    this.folder = folder;
    this.key = key;
    this.options = options;
  }

  /**
   * Empties the folder of what an earlier process left, and begins anew. Files of other names are
   * left alone.
   *
   * @param folder for these files
   * @param random has to be one that nobody can predict: the key comes from it
   */
  public static Spool open(Directory folder, RandomGenerator random, SpoolOptions options)
      throws IOException {
    Objects.requireNonNull(options, "options");
    for (String name : folder.list()) {
      if (name.startsWith(PREFIX) && name.endsWith(SUFFIX)) {
        folder.delete(name);
      }
    }
    byte[] secret = new byte[KEY_BYTES];
    random.nextBytes(secret);
    return new Spool(folder, new SecretKeySpec(secret, "AES"), options);
  }

  /** A new, empty file, the caller's to {@link SpoolFile#discard()}. */
  public SpoolFile create() throws IOException {
    long number = files.incrementAndGet();
    return SpoolFile.create(this, folder, PREFIX + number + SUFFIX, number, key);
  }

  /** Bytes of all files that have not been discarded. */
  public long bytes() {
    return bytes.get();
  }

  /**
   * Takes room for bytes that are about to be written.
   *
   * @throws SpoolFullException when there is none; nothing is taken then
   */
  void reserve(int more) throws SpoolFullException, IOException {
    if (folder.freeBytes() - more < options.freeBytesMin()) {
      throw new SpoolFullException("the disk of " + folder + " is nearly full");
    }
    long now = bytes.addAndGet(more);
    if (now > options.bytesMax()) {
      bytes.addAndGet(-more);
      throw new SpoolFullException(
          folder + " would hold more than " + options.bytesMax() + " bytes");
    }
  }

  void release(long less) {
    bytes.addAndGet(-less);
  }
}
