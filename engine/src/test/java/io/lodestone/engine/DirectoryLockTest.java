package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.agent.ThreadAgentHost;
import io.lodestone.storage.DirectoryLockedException;
import io.lodestone.storage.FileSystemDirectory;
import io.lodestone.testkit.files.Damage;
import io.lodestone.testkit.files.Faults.Act;
import io.lodestone.testkit.files.Faults.Fault;
import io.lodestone.testkit.files.LeakCheckingDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data directory has one engine at a time. */
class DirectoryLockTest {
  private final EngineUnderTest db = new EngineUnderTest();

  @Test
  void aSecondEngineIsRefusedAndChangesNothing() throws Exception {
    db.open();
    db.write(EngineUnderTest.point("a", db.hoursAgo(1), 1, 1.0));
    List<String> manifest = db.disk.directory("manifest").list();
    List<String> log = db.disk.directory("wal").list();
    EngineUnderTest second = new EngineUnderTest();
    second.disk = db.disk;
    assertThrows(DirectoryLockedException.class, second::open);
    assertEquals(manifest, db.disk.directory("manifest").list());
    assertEquals(log, db.disk.directory("wal").list());
    assertEquals(1, db.write(EngineUnderTest.point("b", db.hoursAgo(1), 1, 1.0)).accepted());
  }

  @Test
  void theDirectoryIsFreeAgainAfterAClose() throws Exception {
    db.open();
    db.engine.close();
    EngineUnderTest second = new EngineUnderTest();
    second.disk = db.disk;
    second.open();
    assertEquals(1, second.engine.catalog().tables().size());
  }

  @Test
  void theDirectoryIsFreeAgainWhicheverActOfOpeningFails() throws Exception {
    db.open();
    db.write(EngineUnderTest.point("a", db.hoursAgo(1), 1, 1.0));
    db.engine.flush();
    db.write(EngineUnderTest.point("b", db.hoursAgo(1), 1, 1.0));
    db.disk = db.disk.kill();
    int refusals = 0;
    for (int act = 1; act <= 40; act++) {
      LeakCheckingDirectory[] checked = new LeakCheckingDirectory[1];
      db.wrapping = disk -> checked[0] = new LeakCheckingDirectory(disk);
      db.faults.failAt(db.faults.acts() + act, Fault.EIO);
      try {
        db.open();
        db.faults.heal();
        db.engine.close();
      } catch (IOException refused) {
        refusals++;
      }
      checked[0].assertNothingIsOpen();
      db.faults.heal();
      db.open();
      assertEquals(2, db.content().size(), "act " + act);
      db.disk = db.disk.kill();
    }
    assertTrue(refusals > 10, "refusals " + refusals);
  }

  @Test
  void aNewerReleaseAndDamageLetTheDirectoryGoAsWell() throws Exception {
    db.open();
    db.disk = db.disk.kill();
    db.faults.failNext(Act.LOCK, Fault.EIO);
    assertThrows(IOException.class, db::open);
    Damage.replace(db.disk.directory("manifest"), "CURRENT", new byte[] {1, 2, 3});
    db.open();
    assertEquals(1, db.engine.catalog().tables().size());
  }

  @Test
  void twoEnginesOfOneProcessOnARealDiskAreRefused(@TempDir Path folder) throws Exception {
    ThreadAgentHost agents =
        new ThreadAgentHost(
            (agent, failure) -> {
              throw new AssertionError(agent.name(), failure);
            });
    EngineEnvironment environment =
        new EngineEnvironment(FileSystemDirectory.open(folder), InstantSource.system(), agents);
    EngineOptions options = db.options;
    try (Engine engine = Engine.open(environment, options)) {
      assertThrows(DirectoryLockedException.class, () -> Engine.open(environment, options));
      engine.createDatabase(EngineUnderTest.TABLE.database(), Optional.empty(), Map.of());
    }
    try (Engine engine = Engine.open(environment, options)) {
      assertEquals(1, engine.catalog().databases().size());
    }
  }
}
