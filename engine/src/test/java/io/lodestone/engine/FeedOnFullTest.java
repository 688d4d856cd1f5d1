package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.catalog.StreamView;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.feed.FeedOptions;
import io.lodestone.engine.feed.FeedPosition;
import io.lodestone.engine.feed.FeedStream;
import io.lodestone.engine.feed.ShardRead;
import io.lodestone.model.PointBatch;
import io.lodestone.model.ResourceException;
import io.lodestone.model.TableRef;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A feed without room that is not to be trimmed refuses those who would fill it further. */
class FeedOnFullTest {
  private static final TableRef OTHER = TableRef.of("plant", "other");

  private final EngineUnderTest db = new EngineUnderTest();

  private PointBatch points(int count) {
    EngineUnderTest.Points batch = new EngineUnderTest.Points();
    for (int i = 0; i < count; i++) {
      batch.add("h" + i, db.now() + i, 1, Math.sqrt(i));
    }
    return batch.build();
  }

  private void archive(Duration later) {
    db.clock.advance(later);
    db.step(400);
  }

  @Test
  void writersOfTablesWithAStreamWaitUntilTheOldestChangesAreOldEnough() throws Exception {
    db.options =
        db.options.withFeed(
            FeedOptions.DEFAULT
                .withKeepSeconds(3_600)
                .withBytesMax(20_000, FeedOptions.OnFull.THROTTLE));
    db.open();
    db.engine.createTable(TableDefinition.of(OTHER));
    db.engine.startStream(EngineUnderTest.TABLE, StreamView.NEW_IMAGE, 1);
    FeedPosition first = FeedPosition.at(stream().shards().getFirst().first());
    int written = 0;
    while (!db.engine.metrics().streamsFull()) {
      db.write(points(500));
      written += 500;
      archive(Duration.ofMinutes(2));
      assertTrue(written < 100_000, "the feed never gets full");
    }
    ResourceException refused = refusal();
    assertTrue(refused.getMessage().contains("feed.on-full=throttle"), refused.getMessage());
    assertFalse(refused.isOutcomeUnknown());
    // Who has no stream is not concerned, and readers are not.
    db.agents.await(db.engine.write(OTHER, points(1)));
    assertEquals(written, read(first, written));
    db.killAndOpen();
    archive(Duration.ofMinutes(2));
    refusal();
    assertEquals(written, read(first, written));
    // Nobody has to do anything: an hour later the oldest changes go.
    archive(Duration.ofHours(1));
    assertFalse(db.engine.metrics().streamsFull());
    db.write(points(1));
    assertInstanceOf(
        ShardRead.Trimmed.class,
        db.engine.changes().read(stream().id(), 0, first, 1).orElseThrow());
  }

  private ResourceException refusal() {
    return assertThrows(ResourceException.class, () -> db.write(points(1)));
  }

  private FeedStream stream() {
    return db.engine.changes().streams().getLast();
  }

  private int read(FeedPosition from, int count) {
    ShardRead.Page page =
        assertInstanceOf(
            ShardRead.Page.class,
            db.engine.changes().read(stream().id(), 0, from, count + 1).orElseThrow());
    return page.changes().size();
  }
}
