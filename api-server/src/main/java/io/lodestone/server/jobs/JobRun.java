package io.lodestone.server.jobs;

/**
 * One run of a job, in steps. Belongs to the thread that steps it, but for {@link #cancel()}. It
 * has to take care of its own failures: what a step throws is a bug, and ends the process as that
 * of any agent does.
 */
public interface JobRun extends AutoCloseable {
  /** Returned by {@link #step()}: it is over. */
  long DONE = -1;

  /** A run that turned out not to be needed. */
  JobRun NOTHING =
      new JobRun() {
        @Override
        public long step() {
          return DONE;
        }

        @Override
        public void cancel() {}

        @Override
        public void close() {}
      };

  /**
   * Does some of it, without waiting for anything but the disk.
   *
   * @return as {@link io.lodestone.agent.Agent#step()} does, or {@link #DONE}
   */
  long step();

  /** Makes a step that is going on, or the next one, come to an end soon. From any thread. */
  void cancel();

  /**
   * Lets go of what it holds, done or not. What it has not made durable by then is left to another
   * run.
   */
  @Override
  void close();
}
