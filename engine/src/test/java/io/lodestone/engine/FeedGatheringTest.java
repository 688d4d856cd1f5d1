package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.engine.catalog.StreamView;
import io.lodestone.engine.feed.ChangeCursor;
import io.lodestone.engine.feed.ChangeFeed;
import io.lodestone.engine.feed.FeedStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The first frame after a pause wakes the feed; those that come on its heels are gathered. */
class FeedGatheringTest {
  private final EngineUnderTest db = new EngineUnderTest();
  private ChangeCursor cursor;

  @BeforeEach
  void begin() throws Exception {
    db.open();
    db.engine.startStream(EngineUnderTest.TABLE, StreamView.NEW_IMAGE, 1);
    // The feed finds nothing more to follow, and is at rest.
    db.step(1_000);
    ChangeFeed feed = db.engine.changes();
    FeedStream stream = feed.streams().getLast();
    cursor = feed.cursor(stream.id(), feed.head());
  }

  /** Writes a point; steps only those who were woken. */
  private void write(String host) {
    var written = db.writeLater(EngineUnderTest.point(host, db.now(), 1, 1));
    db.agents.settle();
    assertEquals(1, written.join().accepted());
  }

  private int read() {
    int read = 0;
    while (cursor.advance()) {
      read += cursor.changes().size();
    }
    return read;
  }

  @Test
  void theFirstFrameAfterAPauseIsFollowedAtOnce() {
    write("a");
    assertEquals(1, read());
  }

  @Test
  void framesOnItsHeelsWakeNobodyAndAreFollowedTogether() {
    write("a");
    for (int i = 0; i < 10; i++) {
      write("h" + i);
    }
    assertEquals(1, read());
    // As if its time had passed.
    db.step(1_000);
    assertEquals(10, read());
  }

  @Test
  void whoAsksForAFrameDoesNotWait() {
    write("a");
    write("b");
    db.engine.endStream(EngineUnderTest.TABLE);
    assertEquals(2, read());
  }

  @Test
  void whatWasGatheredSurvivesACrash() throws Exception {
    write("a");
    write("b");
    write("c");
    db.crashAndOpen(1);
    ChangeFeed feed = db.engine.changes();
    FeedStream stream = feed.streams().getLast();
    cursor = feed.cursor(stream.id(), feed.oldest(stream));
    assertEquals(3, read());
  }
}
