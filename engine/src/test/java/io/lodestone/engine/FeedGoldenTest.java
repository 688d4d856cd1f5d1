package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.engine.catalog.StreamView;
import io.lodestone.engine.catalog.TableUpdate;
import io.lodestone.engine.commit.CarryOptions;
import io.lodestone.engine.feed.Change;
import io.lodestone.engine.feed.ChangeCursor;
import io.lodestone.engine.feed.FeedOptions;
import io.lodestone.engine.feed.FeedStream;
import io.lodestone.engine.flush.FlushOptions;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.testkit.data.GoldenFile;
import io.lodestone.testkit.files.Damage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The files of {@code docs/formats/feed.md}: what a small story writes, and what is read of it. */
class FeedGoldenTest {
  private static final String FILE = "0000000000000001.feed";
  private static final String GOLDEN = "feed/v1/";

  private final EngineUnderTest db = new EngineUnderTest();

  /** Two new points, one in the place of another, and an expiry that lets all of them go. */
  private FeedStream story() throws Exception {
    db.options =
        db.options
            // Nothing but the story writes to the log.
            .withFlush(
                new FlushOptions(1L << 30, 1L << 30, Long.MAX_VALUE, false, CarryOptions.NONE))
            .withFeed(FeedOptions.DEFAULT.withKeepSeconds(864_000).withRoll(864_000, 1L << 40));
    db.open();
    db.engine.updateTable(EngineUnderTest.TABLE, TableUpdate.of(new RetentionPolicy(1, 1)));
    db.engine.startStream(EngineUnderTest.TABLE, StreamView.NEW_AND_OLD_IMAGES, 2);
    db.write(EngineUnderTest.point("a", db.now(), 1, 1.5));
    db.clock.advance(Duration.ofSeconds(7));
    db.write(EngineUnderTest.point("b", db.now(), 1, 2.5));
    db.write(EngineUnderTest.point("a", db.now() - 7_000_000_000L, 2, 3.5));
    db.clock.advance(Duration.ofSeconds(80));
    db.step(500);
    db.clock.advance(Duration.ofHours(26));
    db.step(500);
    db.clock.advance(Duration.ofSeconds(80));
    db.step(500);
    return db.engine.changes().streamOf(EngineUnderTest.TABLE).orElseThrow();
  }

  private List<String> read(FeedStream stream) {
    List<String> read = new ArrayList<>();
    ChangeCursor cursor =
        db.engine.changes().cursor(stream.id(), db.engine.changes().oldest(stream));
    while (cursor.advance()) {
      for (Change change : cursor.changes()) {
        StringBuilder text = new StringBuilder();
        text.append(change.position()).append(' ').append(change.kind());
        text.append(' ').append(change.key()).append(" tick ").append(change.tick());
        if (change.hasBefore()) {
          text.append(" was ").append(change.versionBefore());
          change.forEachValueBefore(
              (column, row) -> text.append(' ').append(TableContent.text(column, row)));
        }
        if (change.kind() != Change.Kind.EXPIRED) {
          text.append(" is ").append(change.version());
          change.forEachValue(
              (column, row) -> text.append(' ').append(TableContent.text(column, row)));
        }
        read.add(text.toString());
      }
    }
    return read;
  }

  private void requireStory(List<String> changes) {
    assertEquals(
        List.of(
            "5/0 NEW cpu[host=a] tick 1767225600 is 1 1.5",
            "6/0 NEW cpu[host=b] tick 1767225607 is 1 2.5",
            "7/0 REPLACED cpu[host=a] tick 1767225607 was 1 1.5 is 2 3.5",
            "8/0/1 EXPIRED cpu[host=a] tick 1767319287 was 2 3.5",
            "8/0/2 EXPIRED cpu[host=b] tick 1767319287 was 1 2.5"),
        changes);
  }

  @Test
  void theStoryWritesTheSameBytesForEver() throws Exception {
    requireStory(read(story()));
    db.engine.close();
    GoldenFile.assertSame(GOLDEN + FILE, Damage.bytesOf(db.disk.directory("feed"), FILE));
    GoldenFile.assertSame(GOLDEN + "STATE", Damage.bytesOf(db.disk.directory("feed"), "STATE"));
  }

  @Test
  void filesOfEarlierReleasesTellTheStory() throws Exception {
    FeedStream stream = story();
    db.engine.close();
    Damage.replace(db.disk.directory("feed"), FILE, GoldenFile.read(GOLDEN + FILE));
    Damage.replace(db.disk.directory("feed"), "STATE", GoldenFile.read(GOLDEN + "STATE"));
    db.killAndOpen();
    requireStory(read(stream));
  }
}
