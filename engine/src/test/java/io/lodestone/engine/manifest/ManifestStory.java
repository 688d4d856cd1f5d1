package io.lodestone.engine.manifest;

import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.manifest.ManifestEdit.Checkpoint;
import io.lodestone.segments.SegmentId;
import io.lodestone.segments.SegmentMetadata;
import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Faults;
import io.lodestone.testkit.files.FaultyDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * One manifest directory through many lives: edits, failures at any act, starts that fail half-way,
 * and then the power goes. After each start what is in force is the sum of all edits that
 * succeeded, perhaps with one that failed since the last success; what was found stays.
 */
final class ManifestStory {
  private static final int LIVES = 40;

  /** What happened over all stories. */
  static final class Counts {
    long cycles;
    long crashes;
    long kills;
    long edits;
    long failedEdits;
    long failedEditsFound;
    long refusedOpens;

    @Override
    public String toString() {
      return cycles
          + " recoveries ("
          + crashes
          + " power cuts, "
          + kills
          + " kills), "
          + edits
          + " edits, "
          + failedEdits
          + " failed ("
          + failedEditsFound
          + " of them found all the same), "
          + refusedOpens
          + " refused opens";
    }
  }

  /** What a manifest says, as far as this story goes. */
  private record State(TreeSet<Long> segments, long frame) {
    static State of(Manifest manifest) {
      TreeSet<Long> ids = new TreeSet<>();
      manifest.segments().forEach(segment -> ids.add(segment.id().value()));
      return new State(ids, manifest.checkpoint().frame());
    }
  }

  private final SplittableRandom random;
  private final Counts counts;
  private CrashableDirectory disk = new CrashableDirectory(64);
  private Faults faults;
  private ManifestLog log;
  private State inForce = new State(new TreeSet<>(), 0);

  /** What failed edits would have made of it, since the last one that succeeded. */
  private final List<State> doubtful = new ArrayList<>();

  private long nextSegment = 1;

  ManifestStory(Seed seed, Counts counts) {
    this.random = seed.random();
    this.counts = counts;
  }

  void run() throws IOException {
    for (int life = 0; life < LIVES; life++) {
      open();
      int edits = random.nextInt(8);
      for (int i = 0; i < edits; i++) {
        edit();
      }
      end();
    }
  }

  private void open() throws IOException {
    while (random.nextInt(6) == 0) {
      openInVain();
    }
    faults = new Faults();
    List<String> findings = new ArrayList<>();
    log = ManifestLog.open(new FaultyDirectory(disk, faults), findings::add);
    counts.cycles++;
    State found = State.of(log.manifest());
    if (!found.equals(inForce)) {
      if (!doubtful.contains(found)) {
        throw new AssertionError(
            found + " was found, in force was " + inForce + ", in doubt " + doubtful);
      }
      counts.failedEditsFound++;
    }
    for (String finding : findings) {
      if (!finding.contains("unfinished edit")) {
        throw new AssertionError("a crash was taken for damage: " + finding);
      }
    }
    inForce = found;
    doubtful.clear();
  }

  /** A start that may fail at any act, and is cut off when it has succeeded. */
  private void openInVain() {
    Faults once = new Faults().failAt(1 + random.nextInt(20), fault());
    try {
      var _ = ManifestLog.open(new FaultyDirectory(disk, once), _ -> {});
    } catch (IOException refused) {
      counts.refusedOpens++;
    }
    disk = random.nextBoolean() ? disk.kill() : disk.crash(random.nextLong());
  }

  private void edit() {
    if (random.nextInt(4) == 0) {
      faults.failAt(faults.acts() + 1 + random.nextInt(6), fault());
    }
    ManifestEdit edit = anyEdit();
    State after = State.of(log.manifest().apply(edit));
    try {
      log.append(edit);
      counts.edits++;
      inForce = after;
      doubtful.clear();
    } catch (IOException refused) {
      counts.failedEdits++;
      doubtful.add(after);
    }
    if (!State.of(log.manifest()).equals(inForce)) {
      throw new AssertionError("a failed edit is in force: " + State.of(log.manifest()));
    }
  }

  private ManifestEdit anyEdit() {
    List<SegmentMetadata> added = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      long id = nextSegment++;
      added.add(new SegmentMetadata(new SegmentId(id), 3, 10, 2, -5, 1L << 60, 4_096, (int) id));
    }
    List<SegmentId> removed = new ArrayList<>();
    for (long id : inForce.segments) {
      if (random.nextInt(5) == 0) {
        removed.add(new SegmentId(id));
      }
    }
    Optional<Checkpoint> checkpoint =
        random.nextBoolean()
            ? Optional.of(new Checkpoint(inForce.frame + 1, Catalog.EMPTY, 1_000))
            : Optional.empty();
    return new ManifestEdit(added, removed, checkpoint);
  }

  private void end() throws IOException {
    if (random.nextInt(4) == 0) {
      faults.heal();
      log.close();
    }
    if (random.nextInt(3) == 0) {
      disk = disk.kill();
      counts.kills++;
    } else {
      disk = disk.crash(random.nextLong());
      counts.crashes++;
    }
  }

  private Faults.Fault fault() {
    Faults.Fault[] kinds = Faults.Fault.values();
    return kinds[random.nextInt(kinds.length)];
  }
}
