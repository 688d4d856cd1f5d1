package io.lodestone.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.agent.ThreadAgentHost;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Faults;
import io.lodestone.testkit.files.Faults.Act;
import io.lodestone.testkit.files.Faults.Fault;
import io.lodestone.testkit.files.FaultyDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class WalTailTest {
  private final CrashableDirectory disk = new CrashableDirectory();

  @Test
  void seesAFrameWhenItIsDurableAndNotBefore() throws Exception {
    LogUnderTest log = new LogUnderTest(disk);
    log.write("a");
    LogTail tail = log.log.follow(1);
    assertEquals(List.of("1=a"), LogUnderTest.rest(tail));
    log.append("b");
    assertFalse(tail.advance());
    assertFalse(tail.await(0));
    log.agents.settle();
    assertTrue(tail.await(0));
    assertEquals(List.of("2=b"), LogUnderTest.rest(tail));
    tail.close();
  }

  @Test
  void followsTheLogIntoItsNextFiles() throws Exception {
    LogUnderTest log = new LogUnderTest(disk, LogUnderTest.SMALL.withFileBytes(300));
    LogTail tail = log.log.follow(1);
    for (int i = 1; i <= 30; i++) {
      log.write("payload " + i);
      assertEquals(List.of(i + "=payload " + i), LogUnderTest.rest(tail));
    }
    tail.close();
  }

  @Test
  void goesOnBehindAFailure() throws Exception {
    Faults faults = new Faults();
    LogUnderTest log = new LogUnderTest(new FaultyDirectory(disk, faults));
    LogTail tail = log.log.follow(1);
    log.write("a");
    assertEquals(List.of("1=a"), LogUnderTest.rest(tail));
    log.append("lost");
    faults.failNext(Act.SYNC, Fault.EIO);
    log.agents.settle();
    assertFalse(tail.advance());
    log.log.recover();
    log.write("b", "c");
    assertEquals(List.of("2=b", "3=c"), LogUnderTest.rest(tail));
    tail.close();
  }

  @Test
  void isWokenByTheEndOfTheLog() throws Exception {
    LogUnderTest log = new LogUnderTest(disk);
    LogTail tail = log.log.follow(1);
    log.log.close();
    assertFalse(tail.await(60_000));
    tail.close();
  }

  @Test
  void aTailWhoseFramesWereTrimmedIsTold() throws Exception {
    LogUnderTest log = new LogUnderTest(disk, LogUnderTest.SMALL.withFileBytes(300));
    log.write("a");
    LogTail tail = log.log.follow(1);
    for (int i = 0; i < 30; i++) {
      log.write("payload");
    }
    log.log.trim(31);
    IOException e = assertThrows(IOException.class, () -> LogUnderTest.rest(tail));
    assertTrue(e.getMessage().contains("trimmed"), e.getMessage());
    tail.close();
  }

  /** Real threads: one appends, one syncs, one follows. */
  @Test
  void aFollowerOnItsOwnThreadSeesEveryFrameInOrder() throws Exception {
    int frames = 20_000;
    ThreadAgentHost agents =
        new ThreadAgentHost(
            (agent, failure) -> {
              throw new AssertionError(agent.name(), failure);
            });
    WriteAheadLog log = WriteAheadLog.open(disk, LogUnderTest.SMALL.withFileBytes(50_000), agents);
    CompletableFuture<Long> durable = new CompletableFuture<>();
    log.start(
        new CommitLog.DurableListener() {
          @Override
          public void durable(long frame) {
            if (frame == frames) {
              durable.complete(frame);
            }
          }

          @Override
          public void failed(long lastDurableFrame, IOException cause) {
            durable.completeExceptionally(cause);
          }
        });
    CompletableFuture<Long> followed =
        CompletableFuture.supplyAsync(
            () -> {
              try (LogTail tail = log.follow(1)) {
                long last = 0;
                while (last < frames && (tail.await(10_000) || last == frames)) {
                  while (tail.advance()) {
                    assertEquals(last + 1, tail.frame());
                    assertEquals(tail.frame(), tail.payload().getLong());
                    last = tail.frame();
                  }
                }
                return last;
              } catch (IOException | InterruptedException e) {
                throw new CompletionException(e);
              }
            });
    ByteBuffer payload = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    for (long i = 1; i <= frames; i++) {
      log.append(payload.clear().putLong(0, i));
    }
    assertEquals(frames, agents.await(durable));
    assertEquals(frames, followed.join());
    log.close();
  }
}
