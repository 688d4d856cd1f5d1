package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.catalog.StreamView;
import io.lodestone.engine.feed.Change;
import io.lodestone.engine.feed.ChangeCursor;
import io.lodestone.engine.feed.ChangeFeed;
import io.lodestone.engine.feed.FeedStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a stream keeps of points is what its view shows, in memory and in files. */
class FeedViewTest {
  private final EngineUnderTest db = new EngineUnderTest();

  /** One point that is new, and one in its place. */
  private void story(StreamView view) throws Exception {
    db.open();
    db.engine.startStream(EngineUnderTest.TABLE, view, 1);
    long time = db.now();
    db.write(EngineUnderTest.point("a", time, 1, 1.5));
    db.write(EngineUnderTest.point("a", time, 2, 2.5));
    db.step(1_000);
  }

  private void archive() {
    db.clock.advance(Duration.ofSeconds(120));
    db.step(1_000);
    assertTrue(db.engine.changes().bytes() > 0);
  }

  private List<String> read() {
    ChangeFeed feed = db.engine.changes();
    FeedStream stream = feed.streams().getLast();
    ChangeCursor cursor = feed.cursor(stream.id(), feed.oldest(stream));
    List<String> read = new ArrayList<>();
    while (cursor.advance()) {
      cursor.changes().forEach(change -> read.add(text(change)));
    }
    return read;
  }

  private static String text(Change change) {
    StringBuilder text = new StringBuilder();
    text.append(change.kind())
        .append(' ')
        .append(change.key())
        .append(' ')
        .append(change.version());
    change.forEachValue(
        (column, row) -> text.append(" is ").append(TableContent.text(column, row)));
    if (change.hasBefore()) {
      text.append(" was ").append(change.versionBefore());
      change.forEachValueBefore(
          (column, row) -> text.append(' ').append(TableContent.text(column, row)));
    }
    return text.toString();
  }

  private void requireShown(StreamView view, String first, String second) throws Exception {
    story(view);
    List<String> expected = List.of("NEW cpu[host=a] 1" + first, "REPLACED cpu[host=a] 2" + second);
    assertEquals(expected, read());
    archive();
    assertEquals(expected, read());
    db.crashAndOpen(1);
    assertEquals(expected, read());
  }

  @Test
  void keysOnly() throws Exception {
    requireShown(StreamView.KEYS_ONLY, "", "");
  }

  @Test
  void thePointAfter() throws Exception {
    requireShown(StreamView.NEW_IMAGE, " is 1.5", " is 2.5");
  }

  @Test
  void thePointBefore() throws Exception {
    requireShown(StreamView.OLD_IMAGE, "", " was 1 1.5");
  }

  @Test
  void both() throws Exception {
    requireShown(StreamView.NEW_AND_OLD_IMAGES, " is 1.5", " is 2.5 was 1 1.5");
  }
}
