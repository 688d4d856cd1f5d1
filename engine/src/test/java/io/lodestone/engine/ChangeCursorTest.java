package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.catalog.StreamView;
import io.lodestone.engine.catalog.TableUpdate;
import io.lodestone.engine.feed.Change;
import io.lodestone.engine.feed.ChangeCursor;
import io.lodestone.engine.feed.ChangeFeed;
import io.lodestone.engine.feed.FeedOptions;
import io.lodestone.engine.feed.FeedPosition;
import io.lodestone.engine.feed.FeedStream;
import io.lodestone.model.NotFoundException;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A stream as a user of the engine's jar reads it: all shards as one. */
@ExtendWith(SeedExtension.class)
class ChangeCursorTest {
  private final EngineUnderTest db = new EngineUnderTest();

  private FeedStream begin(int shards) throws Exception {
    db.options =
        db.options.withFeed(
            FeedOptions.DEFAULT
                .withKeepSeconds(Duration.ofDays(30).toSeconds())
                .withRoll(1_800, 1L << 30));
    db.open();
    db.engine.startStream(EngineUnderTest.TABLE, StreamView.NEW_AND_OLD_IMAGES, shards);
    return db.engine.changes().streamOf(EngineUnderTest.TABLE).orElseThrow();
  }

  private ChangeCursor cursor(FeedStream stream, FeedPosition from) {
    return db.engine.changes().cursor(stream.id(), from);
  }

  private List<String> readOn(ChangeCursor cursor) {
    List<String> read = new ArrayList<>();
    while (cursor.advance()) {
      cursor.changes().forEach(change -> read.add(text(change)));
    }
    return read;
  }

  private static String text(Change change) {
    return change.position() + " " + change.kind() + " " + change.key() + "@" + change.timeNanos();
  }

  @Test
  void changesOfAllShardsComeOnceInTheOrderOfCommit(Seed seed) throws Exception {
    SplittableRandom random = seed.random();
    FeedStream stream = begin(4);
    db.engine.updateTable(EngineUnderTest.TABLE, TableUpdate.of(new RetentionPolicy(1, 1)));
    FeedPosition oldest = db.engine.changes().oldest(stream);
    List<String> inSteps = new ArrayList<>();
    FeedPosition remembered = oldest;
    int accepted = 0;
    for (int i = 0; i < 60; i++) {
      EngineUnderTest.Points batch = new EngineUnderTest.Points();
      for (int p = 0; p < 1 + random.nextInt(30); p++) {
        batch.add("h" + random.nextInt(9), db.now() + i * 1_000L + p, 1, p);
        accepted++;
      }
      db.write(batch.build());
      db.clock.advance(Duration.ofMinutes(random.nextInt(90)));
      db.step(200);
      if (random.nextInt(5) == 0) {
        db.crashAndOpen(random.nextLong());
      }
      if (random.nextInt(3) == 0) {
        // Another process goes on where this one was.
        ChangeCursor cursor = cursor(stream, remembered);
        for (int step = random.nextInt(4); step > 0 && cursor.advance(); step--) {
          cursor.changes().forEach(change -> inSteps.add(text(change)));
          FeedPosition at = cursor.position();
          assertTrue(
              cursor.changes().stream().allMatch(c -> c.position().compareTo(at) < 0),
              "a position lies behind what was given");
          remembered = at;
        }
      }
    }
    db.step(2_000);
    inSteps.addAll(readOn(cursor(stream, remembered)));
    List<String> atOnce = readOn(cursor(stream, oldest));
    assertEquals(atOnce, inSteps);
    long removed = atOnce.stream().filter(text -> text.contains(" EXPIRED ")).count();
    assertEquals(accepted + removed, atOnce.size());
    assertTrue(removed > 0);
    List<FeedPosition> positions = new ArrayList<>();
    ChangeCursor again = cursor(stream, oldest);
    while (again.advance()) {
      again.changes().forEach(change -> positions.add(change.position()));
    }
    assertEquals(positions.stream().sorted().distinct().toList(), positions);
  }

  @Test
  void whoWaitsAtTheHeadIsToldOnceTheWriteIsAnswered() throws Exception {
    FeedStream stream = begin(3);
    ChangeCursor cursor = cursor(stream, db.engine.changes().head());
    assertFalse(cursor.advance());
    CompletableFuture<Void> more = cursor.more();
    assertFalse(more.isDone());
    // It is at rest, and gathers no frames.
    db.step(1_000);
    db.write(EngineUnderTest.point("a", db.now(), 1, 1));
    // The feed was woken by the frame: no delay of its own passes, the clock stands still.
    db.agents.settle();
    assertTrue(more.isDone());
    assertTrue(cursor.advance());
    assertEquals(1, cursor.changes().size());
    assertFalse(cursor.advance());
  }

  @Test
  void theHeadIsBehindEverythingThatWasAnswered() throws Exception {
    FeedStream stream = begin(2);
    for (int i = 0; i < 20; i++) {
      db.write(EngineUnderTest.point("h" + i, db.now(), 1, 1));
      ChangeCursor cursor = cursor(stream, db.engine.changes().head());
      follow();
      assertEquals(List.of(), readOn(cursor));
      db.write(EngineUnderTest.point("h" + i, db.now() + 1, 1, 1));
      follow();
      assertEquals(1, readOn(cursor).size());
    }
  }

  /** Until everything that was answered can be read. */
  private void follow() {
    ChangeFeed feed = db.engine.changes();
    for (int i = 0;
        feed.end(feed.streams().getLast().shards().getLast()) < feed.head().sequence();
        i++) {
      assertTrue(i < 1_000, "the feed does not catch up");
      db.step(10);
    }
  }

  @Test
  void aStreamThatIsSwitchedOffEnds() throws Exception {
    FeedStream stream = begin(3);
    ChangeCursor cursor = cursor(stream, db.engine.changes().oldest(stream));
    db.write(EngineUnderTest.point("a", db.now(), 1, 1));
    db.engine.endStream(EngineUnderTest.TABLE);
    assertEquals(1, readOn(cursor).size());
    assertTrue(cursor.hasEnded());
    assertTrue(cursor.more().isDone());
  }

  @Test
  void changesThatAreNotKeptAnyMoreAreNotSkipped() throws Exception {
    FeedStream stream = begin(2);
    FeedPosition oldest = db.engine.changes().oldest(stream);
    for (int i = 0; i < 4; i++) {
      db.write(EngineUnderTest.point("a", db.now(), 1, i));
      db.clock.advance(Duration.ofDays(12));
      db.step(1_000);
    }
    ChangeCursor cursor = cursor(stream, oldest);
    NotFoundException gone = assertThrows(NotFoundException.class, cursor::advance);
    assertTrue(gone.getMessage().contains("not kept any more"), gone.getMessage());
    FeedStream now = db.engine.changes().stream(stream.id()).orElseThrow();
    assertFalse(readOn(cursor(now, db.engine.changes().oldest(now))).isEmpty());
  }
}
