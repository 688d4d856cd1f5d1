package io.lodestone.server.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Faults;
import io.lodestone.testkit.files.FaultyDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The job store on a disk that fails and loses power again and again: what was acknowledged is
 * there, what failed may be there as a whole until another change succeeds, and nothing else is.
 */
@ExtendWith(SeedExtension.class)
class JobStoreCrashTest {
  /** How many times a store is brought down and opened again. */
  private static final long CYCLES = Long.getLong("lodestone.jobs.cycles", 5_000);

  private long cycles;
  private long failures;

  @Test
  void changesThatSucceededSurviveEveryCrash(Seed seed) throws IOException {
    for (long story = 0; cycles < CYCLES; story++) {
      try {
        run(seed.derive(story).random());
      } catch (AssertionError | RuntimeException | IOException e) {
        throw new AssertionError("story " + story + " of seed " + seed.value() + ": " + e, e);
      }
    }
    assertTrue(failures > CYCLES / 10, "only " + failures + " changes failed");
  }

  private void run(SplittableRandom random) throws IOException {
    CrashableDirectory disk = new CrashableDirectory();
    // What the next start may find: the last of them is what was acknowledged.
    List<Map<String, String>> possible = new ArrayList<>(List.of(new TreeMap<>()));
    for (int life = 0; life < 20; life++) {
      Faults faults = new Faults();
      if (random.nextBoolean()) {
        faults.failAt(random.nextInt(1, 60), fault(random));
      }
      FaultyDirectory faulty = new FaultyDirectory(disk, faults);
      List<String> findings = new ArrayList<>();
      try (JobStore store = JobStore.open(faulty, findings::add)) {
        Map<String, String> found = contents(store);
        assertTrue(possible.contains(found), found + " is none of " + possible);
        possible = new ArrayList<>(List.of(found));
        int changes = random.nextInt(12);
        for (int i = 0; i < changes; i++) {
          change(store, possible, random);
        }
        if (random.nextInt(4) != 0) {
          disk = crash(disk, random);
        }
      } catch (IOException e) {
        // It did not open, or not close.
        failures++;
        disk = crash(disk, random);
      }
      cycles++;
      findings.forEach(
          finding -> assertTrue(finding.contains("unfinished"), () -> "damage: " + finding));
    }
  }

  private static CrashableDirectory crash(CrashableDirectory disk, SplittableRandom random) {
    return random.nextInt(3) == 0 ? disk.kill() : disk.crash(random.nextLong());
  }

  private static Faults.Fault fault(SplittableRandom random) {
    return Faults.Fault.values()[random.nextInt(Faults.Fault.values().length)];
  }

  private void change(JobStore store, List<Map<String, String>> possible, SplittableRandom random) {
    Map<String, String> known = possible.getFirst();
    Map<String, String> wanted = new TreeMap<>(known);
    StoredChange[] changes = new StoredChange[random.nextInt(1, 4)];
    for (int i = 0; i < changes.length; i++) {
      String kind = random.nextBoolean() ? "a" : "b";
      String id = Integer.toString(random.nextInt(5));
      if (random.nextInt(3) == 0) {
        changes[i] = StoredChange.remove(kind, id);
        wanted.remove(kind + "/" + id);
      } else {
        String state = "x".repeat(random.nextInt(1_000)) + random.nextInt(1_000_000);
        changes[i] = StoredChange.put(kind, id, state.getBytes(StandardCharsets.UTF_8));
        wanted.put(kind + "/" + id, state);
      }
    }
    try {
      store.write(changes);
      possible.clear();
      possible.add(wanted);
    } catch (IOException e) {
      failures++;
      possible.add(wanted);
    }
    assertEquals(possible.getFirst(), contents(store));
  }

  private static Map<String, String> contents(JobStore store) {
    Map<String, String> contents = new TreeMap<>();
    for (String kind : List.of("a", "b")) {
      store
          .all(kind)
          .forEach(
              (id, state) ->
                  contents.put(kind + "/" + id, new String(state, StandardCharsets.UTF_8)));
    }
    return contents;
  }
}
