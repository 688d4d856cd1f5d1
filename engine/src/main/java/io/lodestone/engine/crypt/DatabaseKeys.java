package io.lodestone.engine.crypt;

import io.lodestone.engine.catalog.DatabaseEntry;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.LockedException;
import io.lodestone.segments.SegmentKeys;
import io.lodestone.segments.seal.SegmentSeal;
import io.lodestone.storage.bytes.ByteReader;
import io.lodestone.storage.bytes.ByteWriter;
import io.lodestone.storage.bytes.MalformedBytesException;
import io.lodestone.storage.crypt.BrokenPieceException;
import io.lodestone.storage.crypt.DataKey;
import io.lodestone.storage.crypt.DataKeys;
import io.lodestone.storage.crypt.KeyUnavailableException;
import io.lodestone.storage.crypt.NoSuchKeyException;
import io.lodestone.storage.crypt.WrappedKey;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * The keys of the databases that are encrypted. A database is encrypted from before its first table
 * to its end, or not at all. One whose key could not be had when it was met is <em>locked</em>, and
 * stays so until the engine is opened anew: nothing of it is read, nothing is written to it, and
 * what the log holds of it is kept as it is.
 *
 * <p>It learns of databases and tables from those who read and write the catalog's bytes, before
 * anything of theirs is sealed. Safe for several threads; what has been learned is seen by all.
 */
public final class DatabaseKeys implements SegmentKeys {
  /** In the place of a database's number: the table's database is not encrypted. */
  public static final long NONE = -1;

  private final DataKeys encryptionKeys;
  private final RandomGenerator random;
  private final Map<Long, State> databases = new ConcurrentHashMap<>();
  private final Map<Long, Long> databaseByTable = new ConcurrentHashMap<>();

  /** Of tables of locked databases: what is sealed of their entries, as it was found. */
  private final Map<Long, byte[]> sealedParts = new ConcurrentHashMap<>();

  /** Data keys made here for databases that may come into being, by their wrapped form. */
  private final Map<WrappedKey, DataKey> fresh = new ConcurrentHashMap<>();

  /** What is known of an encrypted database. */
  private sealed interface State {
    record Open(WrappedKey wrapped, Envelopes envelopes) implements State {}

    record Locked(String reason) implements State {}
  }

  /**
   * @param encryptionKeys asked when a database is created, given another key, or met at a start
   * @param random of which nobody can tell what comes next; used by one thread at a time
   */
  public DatabaseKeys(DataKeys encryptionKeys, RandomGenerator random) {
    this.encryptionKeys = encryptionKeys;
    this.random = random;
  }

  /** Of an engine in which nothing can be encrypted. */
  public static DatabaseKeys none() {
    return new DatabaseKeys(
        DataKeys.NONE,
        () -> {
          throw new IllegalStateException("nothing is encrypted here");
        });
  }

  // ---- keys of databases

  /**
   * Makes a data key for a new database.
   *
   * @param encryptionKey its name
   * @throws InvalidRequestException when there is no such encryption key
   */
  public WrappedKey create(String encryptionKey) {
    try {
      encryptionKeys.encryptionKeyId(encryptionKey);
    } catch (NoSuchKeyException e) {
      throw unknown(e);
    }
    DataKey key;
    synchronized (random) {
      key = DataKey.draw(random);
    }
    WrappedKey wrapped = wrap(key, encryptionKey);
    fresh.put(wrapped, key);
    return wrapped;
  }

  /** A data key that was made by {@link #create} is not wanted, or has been learned of. */
  public void forget(WrappedKey made) {
    fresh.remove(made);
  }

  /**
   * The data key of a database wrapped by another encryption key; the same when that is the one. A
   * database that is not encrypted gets a data key; {@link #forget} has to follow.
   *
   * @throws InvalidRequestException when there is no such encryption key
   * @throws LockedException when its present key is not there
   */
  public WrappedKey rewrap(DatabaseEntry database, String encryptionKey) {
    if (database.key().isEmpty()) {
      return create(encryptionKey);
    }
    WrappedKey present = database.key().get();
    try {
      if (encryptionKeys.encryptionKeyId(encryptionKey).equals(present.encryptionKeyId())) {
        return present;
      }
    } catch (NoSuchKeyException e) {
      throw unknown(e);
    }
    DataKey key = open(database.id()).key();
    WrappedKey wrapped = wrap(key, encryptionKey);
    fresh.put(wrapped, key);
    return wrapped;
  }

  private WrappedKey wrap(DataKey key, String encryptionKey) {
    try {
      return encryptionKeys.wrap(key, encryptionKey);
    } catch (NoSuchKeyException e) {
      throw unknown(e);
    }
  }

  private static InvalidRequestException unknown(NoSuchKeyException e) {
    return new InvalidRequestException("Invalid KmsKeyId: " + e.getMessage());
  }

  // ---- learning

  /** A database is there, or has changed. */
  public void learn(DatabaseEntry database) {
    if (database.key().isEmpty()) {
      databases.remove(database.id());
      return;
    }
    State known = databases.get(database.id());
    WrappedKey wrapped = database.key().get();
    if (known instanceof State.Locked
        || known instanceof State.Open before && before.wrapped().equals(wrapped)) {
      return;
    }
    State found = unlock(database, wrapped);
    boolean same =
        known instanceof State.Open before
            && (found instanceof State.Locked
                || found instanceof State.Open after
                    && before.envelopes().key().fingerprint()
                        == after.envelopes().key().fingerprint());
    if (!same) {
      databases.put(database.id(), found);
    }
  }

  private State unlock(DatabaseEntry database, WrappedKey wrapped) {
    try {
      DataKey known = fresh.get(wrapped);
      DataKey key = known != null ? known : encryptionKeys.unwrap(wrapped);
      synchronized (random) {
        return new State.Open(wrapped, new Envelopes(key, random));
      }
    } catch (KeyUnavailableException e) {
      return new State.Locked(
          "The database "
              + database.name()
              + " is encrypted and locked: "
              + e.getMessage()
              + ". It opens at the next start that finds the key.");
    }
  }

  /** A table is there, or has changed; its database has been learned of before. */
  public void learn(TableEntry table) {
    if (!databases.containsKey(table.databaseId()) && sealedParts.containsKey(table.id())) {
      lock(
          table.databaseId(),
          "The database "
              + table.ref().database()
              + " is encrypted and locked: what told its key is damaged.");
    }
    if (databases.containsKey(table.databaseId())) {
      databaseByTable.put(table.id(), table.databaseId());
    } else {
      databaseByTable.remove(table.id());
    }
  }

  /** An entry of a table that may be gone was sealed with the key of a database. */
  public void learn(long tableId, long databaseId) {
    databaseByTable.putIfAbsent(tableId, databaseId);
  }

  /** From now on a database is locked. */
  public void lock(long databaseId, String reason) {
    databases.put(databaseId, new State.Locked(reason));
  }

  // ---- asking

  /** The number of the encrypted database that a table belongs to, or {@link #NONE}. */
  public long encryptedDatabase(long tableId) {
    Long database = databaseByTable.isEmpty() ? null : databaseByTable.get(tableId);
    return database == null ? NONE : database;
  }

  /** Whether a database is encrypted, locked or not. */
  public boolean isEncrypted(long databaseId) {
    return databases.containsKey(databaseId);
  }

  /** Whether a database is encrypted and its key at hand. */
  public boolean isOpen(long databaseId) {
    return databases.get(databaseId) instanceof State.Open;
  }

  /** Why a database is locked; empty when it is not. */
  public Optional<String> lock(long databaseId) {
    return databases.get(databaseId) instanceof State.Locked locked
        ? Optional.of(locked.reason())
        : Optional.empty();
  }

  /**
   * Refuses what needs a database's key when it is locked.
   *
   * @throws LockedException when it is
   */
  public void requireUnlocked(long databaseId) {
    if (!databases.isEmpty()) {
      lock(databaseId)
          .ifPresent(
              reason -> {
                throw new LockedException(reason);
              });
    }
  }

  // ---- sealing

  /**
   * Seals bytes of a database.
   *
   * @throws LockedException when its key is not there
   */
  public void seal(
      long databaseId, Place place, byte[] bytes, int offset, int length, ByteWriter out) {
    open(databaseId).seal(place, bytes, offset, length, out);
  }

  /**
   * Opens what {@link #seal} made: all that remains of the reader's bytes.
   *
   * @throws LockedException when the key is not there
   * @throws MalformedBytesException when the bytes were not sealed for this place with this key
   */
  public byte[] open(long databaseId, Place place, ByteReader in) throws MalformedBytesException {
    Envelopes envelopes = open(databaseId);
    try {
      return envelopes.open(place, in);
    } catch (BrokenPieceException e) {
      throw in.malformed("bytes sealed for this place", "some that were " + e.getMessage());
    }
  }

  private Envelopes open(long databaseId) {
    return switch (databases.get(databaseId)) {
      case State.Open open -> open.envelopes();
      case State.Locked(String reason) -> throw new LockedException(reason);
      case null ->
          throw new LockedException(
              "The key of the database number " + databaseId + " is gone with the database.");
    };
  }

  /** Keeps what is sealed of a table's entry until its database is unlocked. */
  public void keepSealed(long tableId, byte[] part) {
    sealedParts.put(tableId, part);
  }

  /** What was kept; empty when nothing was. */
  public Optional<byte[]> keptSealed(long tableId) {
    return Optional.ofNullable(sealedParts.get(tableId));
  }

  // ---- segments

  @Override
  public Optional<Sealing> sealing(long tableId) {
    long database = encryptedDatabase(tableId);
    if (database == NONE) {
      return Optional.empty();
    }
    DataKey key = open(database).key();
    byte[] salt = new byte[DataKey.SALT_BYTES];
    synchronized (random) {
      random.nextBytes(salt);
    }
    return Optional.of(new Sealing(new SegmentSeal(database, key.fingerprint(), salt), key));
  }

  @Override
  public DataKey key(SegmentSeal seal) {
    return open(seal.databaseId()).key();
  }
}
