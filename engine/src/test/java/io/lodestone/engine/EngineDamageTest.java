package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.EngineUnderTest.Points;
import io.lodestone.engine.ReferenceTable.Key;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.model.CorruptionException;
import io.lodestone.model.LockedException;
import io.lodestone.model.LodestoneException;
import io.lodestone.model.NotFoundException;
import io.lodestone.storage.Directory;
import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Damage;
import io.lodestone.testkit.time.StepAgentHost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A small database, in the clear and encrypted, in which one bit is turned, or one file is cut,
 * with a whole engine on top. The start is never refused. What is read is right, or less than it
 * was and the start said so, or the read fails with an error that names the damage; it is never a
 * row that nobody wrote. And the engine goes on: it takes writes, and starts again.
 *
 * <p>In the build every 32nd bit is turned; {@code -Dlodestone.damage.all=true} turns all.
 */
@ExtendWith(SeedExtension.class)
@ParameterizedClass(name = "encryption key: {0}")
@ValueSource(strings = {"", "master"})
class EngineDamageTest {
  private static final int STRIDE = Boolean.getBoolean("lodestone.damage.all") ? 1 : 32;

  /** In the place of a file's bytes: there is no such file. */
  private static final byte[] LOST = new byte[0];

  /** The name of the database's encryption key; empty for one in the clear. */
  @Parameter String encryptionKey;

  private final Map<String, byte[]> files = new TreeMap<>();

  /** All that any key ever held. */
  private final Map<Key, Set<Map<String, String>>> everHeld = new HashMap<>();

  /** The table after each write. */
  private final List<Map<Key, Map<String, String>>> states = new ArrayList<>();

  private long now;

  @BeforeEach
  void fill() throws Exception {
    EngineUnderTest db = underTest(new CrashableDirectory());
    db.open();
    now = db.now();
    write(db, new Points().add("a", db.hoursAgo(1), 1, 1.5).add("b", db.hoursAgo(1), 1, 2.5));
    write(db, new Points().add("a", db.hoursAgo(30), 1, 3.5));
    db.engine.flush();
    write(db, new Points().add("a", db.hoursAgo(1), 2, 4.5).add("c", db.hoursAgo(2), 1, 5.5));
    db.engine.flush();
    for (int i = 0; i < 6; i++) {
      write(db, new Points().add("b", db.hoursAgo(1), 2 + i, 10.5 + i).add("d" + i, now, 1, i));
    }
    db.disk = db.disk.kill();
    for (String folder : List.of("manifest", "wal", "segments")) {
      Directory directory = db.disk.directory(folder);
      for (String name : directory.list()) {
        files.put(folder + "/" + name, Damage.bytesOf(directory, name));
      }
    }
    assertTrue(files.keySet().stream().filter(name -> name.endsWith(".wal")).count() > 1);
  }

  private EngineUnderTest underTest(CrashableDirectory disk) {
    EngineUnderTest db = new EngineUnderTest();
    db.encryptionKey = Optional.of(encryptionKey).filter(name -> !name.isEmpty());
    db.options = db.options.withWal(StoryOptions.plainWal().withFileBytes(800));
    db.disk = disk;
    return db;
  }

  private void write(EngineUnderTest db, Points points) {
    db.write(points.build());
    TreeMap<Key, Map<String, String>> content = db.content();
    states.add(content);
    content.forEach((key, row) -> everHeld.computeIfAbsent(key, _ -> new HashSet<>()).add(row));
  }

  @Test
  void anUnharmedDatabaseIsReadAsItWas() throws Exception {
    EngineUnderTest db = underTest(disk(Map.of()));
    db.open();
    assertEquals(states.getLast(), db.content());
    assertEquals(List.of(), db.engine.recovery().findings());
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifest/", "wal/", "segments/"})
  void aBitTurnedIsNamedOrHarmless(String folder, Seed seed) throws Exception {
    int first = seed.random().nextInt(STRIDE);
    long cases = 0;
    for (String name : namesIn(folder)) {
      byte[] bytes = files.get(name);
      for (int bit = first; bit < 8 * bytes.length; bit += STRIDE) {
        byte[] damaged = bytes.clone();
        damaged[bit / 8] ^= (byte) (1 << bit % 8);
        check(name, damaged, "bit " + bit + " turned", false);
        cases++;
      }
    }
    System.out.println("engine damage test: " + cases + " bits of " + folder + " turned");
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifest/", "wal/", "segments/"})
  void aFileCutIsNamedOrLooksLikeAnEarlierMoment(String folder, Seed seed) throws Exception {
    int step = Math.min(STRIDE, 8);
    for (String name : namesIn(folder)) {
      byte[] bytes = files.get(name);
      for (int length = seed.random().nextInt(step); length < bytes.length; length += step) {
        byte[] cut = Arrays.copyOf(bytes, length);
        check(name, cut, "cut to " + length, folder.equals("wal/"));
        // As a file looks whose last sectors were never written.
        byte[] zeros = Arrays.copyOf(cut, bytes.length);
        if (!Arrays.equals(zeros, bytes)) {
          check(name, zeros, "zeros from " + length, folder.equals("wal/"));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifest/", "wal/", "segments/"})
  void aFileLostIsNamed(String folder) throws Exception {
    for (String name : namesIn(folder)) {
      check(name, LOST, "lost", folder.equals("wal/"));
    }
  }

  private List<String> namesIn(String folder) {
    return files.keySet().stream().filter(name -> name.startsWith(folder)).toList();
  }

  /** A disk with these files in the place of the good ones. */
  private CrashableDirectory disk(Map<String, byte[]> others) throws IOException {
    CrashableDirectory disk = new CrashableDirectory();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      byte[] bytes = others.getOrDefault(file.getKey(), file.getValue());
      if (bytes != LOST) {
        String[] path = file.getKey().split("/");
        Damage.replace(disk.directory(path[0]), path[1], bytes);
      }
    }
    disk.sync();
    return disk;
  }

  /**
   * @param mayBeEarlier whether the damage may look like a moment before the last writes
   */
  private void check(String name, byte[] bytes, String what, boolean mayBeEarlier)
      throws Exception {
    EngineUnderTest db = underTest(disk(Map.of(name, bytes)));
    try {
      start(db);
      List<String> findings = db.engine.recovery().findings();
      Map<Key, Map<String, String>> found = read(db, findings);
      if (found != null) {
        found.forEach(
            (key, row) ->
                assertTrue(
                    everHeld.getOrDefault(key, Set.of()).contains(row),
                    () -> "nobody ever wrote " + row + " at " + key));
        assertTrue(
            found.equals(states.getLast())
                || !findings.isEmpty()
                || mayBeEarlier && states.contains(found),
            () -> "rows are missing and nothing was said: " + found);
      }
      goesOn(db);
    } catch (AssertionError | Exception e) {
      throw new AssertionError(name + ", " + what + ": " + e, e);
    }
  }

  private static void start(EngineUnderTest db) throws IOException {
    db.agents = new StepAgentHost(db.seed);
    db.engine =
        Engine.open(
            new EngineEnvironment(db.disk, db.clock, db.agents, db.keys, db.keys.random()),
            db.options);
  }

  /** What the table holds; null when it does not say, but names the damage. */
  private static Map<Key, Map<String, String>> read(EngineUnderTest db, List<String> findings) {
    try {
      return db.content();
    } catch (CorruptionException named) {
      assertFalse(named.getMessage().isBlank());
      return null;
    } catch (LockedException named) {
      // What the database's key is wrapped in is damaged.
      assertTrue(findings.contains(named.getMessage()), "a key is lost and nothing was said");
      return null;
    } catch (NotFoundException _) {
      assertFalse(findings.isEmpty(), "the table is lost and nothing was said");
      return null;
    }
  }

  /** Takes a write, in the table or another, flushes, and starts again. */
  private void goesOn(EngineUnderTest db) throws Exception {
    boolean isThere = db.engine.catalog().table(EngineUnderTest.TABLE).isPresent();
    if (isThere) {
      CompletableFuture<WriteResult> future =
          db.writeLater(EngineUnderTest.point("new", now - 1, 1, 99.5));
      db.agents.await(future.handle((result, failure) -> null));
      if (future.isCompletedExceptionally()) {
        assertTrue(future.exceptionNow() instanceof LodestoneException, "a write fails by name");
      }
      db.step(60);
      db.engine.flush();
    }
    db.disk = db.disk.kill();
    start(db);
    assertEquals(isThere, db.engine.catalog().table(EngineUnderTest.TABLE).isPresent());
    db.disk = db.disk.kill();
  }
}
