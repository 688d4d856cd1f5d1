package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.engine.EngineUnderTest.Points;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.model.Rejection;
import io.lodestone.model.Rejection.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetentionVisibilityTest {
  private static final long DAY = Duration.ofDays(1).toNanos();

  private final EngineUnderTest db = new EngineUnderTest();

  @BeforeEach
  void open() throws Exception {
    db.open();
  }

  @Test
  void timesAreAdmittedToTheNanosecond() {
    long future = db.now() + Duration.ofMinutes(15).toNanos();
    long memory = db.hoursAgo(12);
    long magnetic = db.now() - 30 * DAY;
    WriteResult result =
        db.write(
            new Points()
                .add("a", future, 1, 1)
                .add("a", future + 1, 1, 1)
                .add("a", memory, 1, 1)
                .add("a", memory - 1, 1, 1)
                .add("a", magnetic, 1, 1)
                .add("a", magnetic - 1, 1, 1)
                .build());
    assertEquals(2, result.memoryStore());
    assertEquals(2, result.magneticStore());
    assertEquals(List.of(1, 5), result.rejections().stream().map(Rejection::requestIndex).toList());
    assertEquals(Reason.OUTSIDE_TIME_WINDOW, result.rejections().getFirst().reason());
  }

  @Test
  void aPointIsGoneTheMomentItIsTooOldInMemoryAndInSegments() {
    long oldest = db.now() - 30 * DAY;
    db.write(new Points().add("a", oldest, 1, 1).add("a", oldest + DAY, 1, 2).build());
    assertEquals(2, db.content().size());
    db.clock.advance(Duration.ofMillis(1));
    assertEquals(1, db.content().size());
    db.engine.flush();
    assertEquals(1, db.content().size());
    db.clock.advance(Duration.ofDays(1).minusMillis(1));
    assertEquals(1, db.content().size());
    db.clock.advance(Duration.ofMillis(1));
    assertEquals(0, db.content().size());
  }

  @Test
  void aClockThatGoesBackBringsNothingBack() throws Exception {
    db.write(EngineUnderTest.point("a", db.now() - 30 * DAY, 1, 1));
    db.clock.advance(Duration.ofDays(1));
    assertEquals(0, db.content().size());
    db.clock.advance(Duration.ofDays(-1));
    assertEquals(0, db.content().size());
    db.engine.flush();
    db.killAndOpen();
    assertEquals(0, db.content().size());
  }
}
