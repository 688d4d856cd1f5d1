package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.CorruptionException;
import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import io.lodestone.testkit.files.LyingDirectory;
import io.lodestone.testkit.files.LyingDirectory.Lie;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A crash test that never fails proves nothing. On a disk that lies about its syncs an engine
 * cannot keep its promises, and the stories have to say so, soon.
 */
@ExtendWith(SeedExtension.class)
class CrashStoryNoticesLiesTest {
  private static final int STORIES_MAX = 200;

  @ParameterizedTest
  @EnumSource
  void aDiskThatLiesIsFoundOut(Lie lie, Seed seed) throws Exception {
    int story = 0;
    while (story < STORIES_MAX && isUnnoticed(Set.of(lie), seed.derive(story))) {
      story++;
    }
    assertTrue(story < STORIES_MAX, lie + " was not noticed in " + story + " stories");
  }

  /** It is the lies that are noticed, not what stands between engine and disk. */
  @Test
  void aDiskThatDoesNotLieIsNotAccused(Seed seed) throws Exception {
    for (int story = 0; story < 50; story++) {
      assertTrue(isUnnoticed(Set.of(), seed.derive(story)), "story " + story);
    }
  }

  private static boolean isUnnoticed(Set<Lie> lies, Seed seed) throws Exception {
    try {
      new CrashStory(seed, new CrashStory.Counts(), disk -> new LyingDirectory(disk, lies)).run();
      return true;
    } catch (AssertionError | CorruptionException noticed) {
      // A reader who is told that a file is missing or wrong has noticed as well.
      return false;
    }
  }
}
