package io.lodestone.testkit.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lodestone.agent.Agent;
import io.lodestone.agent.AgentHandle;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StepAgentHostTest {
  private final StringBuilder log = new StringBuilder();

  @Test
  void theSeedGivesTheOrder() {
    assertEquals(order(7), order(7));
    assertNotEquals(order(7), order(8));
  }

  private String order(long seed) {
    log.setLength(0);
    StepAgentHost host = new StepAgentHost(seed);
    host.start(agent("a", Agent.IDLE));
    host.start(agent("b", 1000));
    for (int i = 0; i < 50; i++) {
      host.step();
    }
    return log.toString();
  }

  @Test
  void awaitStepsUntilTheFutureIsDone() {
    StepAgentHost host = new StepAgentHost(1);
    CompletableFuture<String> future = new CompletableFuture<>();
    host.start(agent("idle", Agent.IDLE));
    host.start(
        new Agent() {
          private int left = 5;

          @Override
          public String name() {
            return "worker";
          }

          @Override
          public long step() {
            if (--left == 0) {
              future.complete("done");
            }
            return left > 0 ? MORE : IDLE;
          }
        });
    assertEquals("done", host.await(future));
  }

  @Test
  void awaitFailsWhenNothingMoves() {
    StepAgentHost host = new StepAgentHost(1);
    host.start(agent("idle", Agent.IDLE));
    assertThrows(AssertionError.class, () -> host.await(new CompletableFuture<>()));
  }

  @Test
  void awaitThrowsTheFailureItself() {
    CompletableFuture<String> failed =
        CompletableFuture.failedFuture(new IllegalStateException("x"));
    assertThrows(IllegalStateException.class, () -> new StepAgentHost(1).await(failed));
  }

  @Test
  void aClosedAgentIsNotSteppedAgain() {
    StepAgentHost host = new StepAgentHost(1);
    AgentHandle handle = host.start(agent("a", Agent.IDLE));
    host.settle();
    handle.wake();
    handle.close();
    host.settle();
    assertEquals("a", log.toString());
  }

  private Agent agent(String name, long delay) {
    return new Agent() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public long step() {
        log.append(name);
        return delay;
      }
    };
  }
}
