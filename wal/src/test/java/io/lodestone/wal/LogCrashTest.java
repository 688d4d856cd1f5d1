package io.lodestone.wal;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.storage.Directory;
import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import io.lodestone.testkit.files.LyingDirectory;
import io.lodestone.testkit.files.LyingDirectory.Lie;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The log on a simulated disk that loses power, fails and is cut off at any moment. */
@ExtendWith(SeedExtension.class)
class LogCrashTest {
  /** How many times a log is brought down and opened again. */
  private static final long CYCLES = Long.getLong("lodestone.wal.cycles", 2_000_000);

  @Test
  void acknowledgedFramesSurviveEveryCrashAndLostOnesNeverComeBack(Seed seed) {
    LogStory.Counts counts = new LogStory.Counts();
    for (long story = 0; counts.cycles < CYCLES; story++) {
      tell(seed, story, counts, UnaryOperator.identity());
    }
    System.out.println("log crash test: " + counts + ", seed " + seed.value());
    assertTrue(
        counts.acknowledged > 0 && counts.lost > 0 && counts.unsettled > 0 && counts.trims > 0,
        counts.toString());
  }

  /** The story has to notice a disk that says it has synced and has not. */
  @Test
  void aDiskThatDoesNotSyncFilesIsNoticed(Seed seed) {
    assertNoticed(seed, directory -> new LyingDirectory(directory, Set.of(Lie.FILE_SYNC)));
  }

  @Test
  void aDiskThatDoesNotSyncNamesIsNoticed(Seed seed) {
    assertNoticed(seed, directory -> new LyingDirectory(directory, Set.of(Lie.DIRECTORY_SYNC)));
  }

  private static void assertNoticed(Seed seed, UnaryOperator<Directory> lens) {
    LogStory.Counts counts = new LogStory.Counts();
    assertThrows(
        AssertionError.class,
        () -> {
          for (long story = 0; story < 200; story++) {
            tell(seed, story, counts, lens);
          }
        });
  }

  private static void tell(
      Seed seed, long story, LogStory.Counts counts, UnaryOperator<Directory> lens) {
    try {
      new LogStory(seed.derive(story), counts, lens).run();
    } catch (Exception | AssertionError e) {
      throw new AssertionError("story " + story + " of seed " + seed.value() + ": " + e, e);
    }
  }
}
