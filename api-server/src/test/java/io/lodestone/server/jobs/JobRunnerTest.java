package io.lodestone.server.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.agent.Agent;
import io.lodestone.testkit.time.ManualClock;
import io.lodestone.testkit.time.StepAgentHost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When jobs are run, and how many at a time. */
class JobRunnerTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final ManualClock clock = new ManualClock(START);
  private final StepAgentHost agents = new StepAgentHost(1);
  private final List<String> events = new ArrayList<>();

  /** Runs once, at its time; its run waits for {@link #finish()}. */
  private final class WaitingJob implements Job {
    private final String name;
    private final Instant time;
    private Optional<Instant> due;
    private Runnable wake;
    private boolean finished;

    WaitingJob(String name, Instant time) {
      this.name = name;
      this.time = time;
      this.due = Optional.of(time);
    }

    @Override
    public Optional<Instant> due() {
      return due;
    }

    void finish() {
      finished = true;
      wake.run();
    }

    @Override
    public JobRun begin(Instant now, Runnable newWake) {
      events.add(name + " begins " + Duration.between(time, now).toSeconds() + " s late");
      wake = newWake;
      return new JobRun() {
        @Override
        public long step() {
          if (!finished) {
            return Agent.IDLE;
          }
          due = Optional.empty();
          return DONE;
        }

        @Override
        public void cancel() {
          events.add(name + " is cancelled");
        }

        @Override
        public void close() {
          events.add(name + " is closed");
        }
      };
    }
  }

  @Test
  void aJobBeginsWhenItsTimeHasCome() {
    WaitingJob job = new WaitingJob("a", START.plusSeconds(60));
    try (JobRunner runner = runner(1, job)) {
      agents.settle();
      clock.advance(Duration.ofMillis(59_999));
      runner.wake();
      agents.settle();
      assertEquals(List.of(), events);

      clock.advance(Duration.ofMillis(1));
      runner.wake();
      agents.settle();
      assertEquals(List.of("a begins 0 s late"), events);
      job.finish();
      agents.settle();
    }
    assertEquals(List.of("a begins 0 s late", "a is closed"), events);
  }

  @Test
  void whatHasWaitedLongestComesFirstAndNoMoreThanSomeAtATime() {
    WaitingJob late = new WaitingJob("late", START.plusSeconds(30));
    WaitingJob early = new WaitingJob("early", START.plusSeconds(10));
    WaitingJob middle = new WaitingJob("middle", START.plusSeconds(20));
    try (JobRunner runner = runner(2, late, early, middle)) {
      clock.advance(Duration.ofSeconds(40));
      runner.wake();
      agents.settle();
      assertEquals(List.of("early begins 30 s late", "middle begins 20 s late"), events);

      clock.advance(Duration.ofSeconds(5));
      early.finish();
      agents.settle();
      assertEquals("late begins 15 s late", events.getLast());
      middle.finish();
      late.finish();
      agents.settle();
    }
  }

  @Test
  void oneJobHasOneRunAtATime() {
    WaitingJob job = new WaitingJob("a", START);
    try (JobRunner runner = runner(3, job)) {
      runner.wake();
      agents.settle();
      assertEquals(List.of("a begins 0 s late"), events);
      job.finish();
      agents.settle();
    }
  }

  @Test
  void closingCancelsWhatGoesOn() {
    WaitingJob job = new WaitingJob("a", START);
    try (JobRunner runner = runner(1, job)) {
      runner.wake();
      agents.settle();
    }
    assertEquals(List.of("a begins 0 s late", "a is cancelled", "a is closed"), events);
    assertTrue(!agents.step(), "an agent was left behind");
  }

  private JobRunner runner(int workers, Job... jobs) {
    JobRunner runner = new JobRunner(() -> List.of(jobs), clock);
    runner.start(agents, workers);
    return runner;
  }
}
