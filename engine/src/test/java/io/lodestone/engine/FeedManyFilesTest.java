package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.catalog.StreamView;
import io.lodestone.engine.feed.ChangeFeed;
import io.lodestone.engine.feed.FeedOptions;
import io.lodestone.engine.feed.FeedPosition;
import io.lodestone.engine.feed.FeedShard;
import io.lodestone.engine.feed.FeedStream;
import io.lodestone.engine.feed.ShardRead;
import org.junit.jupiter.api.Test;

/** A reader of a shard with little in it passes many files, a bounded number at a time. */
class FeedManyFilesTest {
  private static final int FILES = 1_200;

  private final EngineUnderTest db = new EngineUnderTest();

  @Test
  void oneCallLooksIntoABoundedNumberOfFiles() throws Exception {
    // Every frame gets a file.
    db.options = db.options.withFeed(FeedOptions.DEFAULT.withArchive(1, 60));
    db.open();
    db.engine.startStream(EngineUnderTest.TABLE, StreamView.KEYS_ONLY, 2);
    for (int i = 0; i < FILES; i++) {
      db.write(EngineUnderTest.point("a", db.now() + i, 1, i));
      db.agents.settle();
    }
    ChangeFeed feed = db.engine.changes();
    FeedStream stream = feed.streams().getLast();
    int calls = 0;
    int changes = 0;
    for (FeedShard shard : stream.shards()) {
      FeedPosition at = FeedPosition.at(shard.first());
      while (at.sequence() < feed.end(shard)) {
        ShardRead read = feed.read(stream.id(), shard.number(), at, 10 * FILES).orElseThrow();
        ShardRead.Page page = assertInstanceOf(ShardRead.Page.class, read);
        assertTrue(page.next().compareTo(at) > 0, "a call makes no way");
        at = page.next();
        changes += page.changes().size();
        calls++;
      }
    }
    assertEquals(FILES, changes);
    // One shard has all of the changes, one has none, and each takes two calls.
    assertEquals(4, calls);
  }
}
