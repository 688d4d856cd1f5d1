package io.lodestone.server.timestream.query;

import io.lodestone.server.log.EventLog;
import io.lodestone.server.objects.LocalObjectStore;
import io.lodestone.server.timestream.query.spool.Spool;
import io.lodestone.server.timestream.query.spool.SpoolOptions;
import io.lodestone.storage.Directory;
import io.lodestone.testkit.files.CrashableDirectory;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;

/** What queries of a test have around them. */
final class QuerySurroundings {
  private QuerySurroundings() {}

  /** Settings that live as long as the test. */
  static final class SettingsInMemory implements SettingsFile {
    private Optional<String> text = Optional.empty();

    @Override
    public Optional<String> read() {
      return text;
    }

    @Override
    public void write(String newText) {
      text = Optional.of(newText);
    }
  }

  /** Queries run to their end before their first page is asked for. */
  static QueryEnvironment inOneThread(InstantSource clock) {
    return of(new CrashableDirectory(), SpoolOptions.DEFAULT, Runnable::run, clock);
  }

  static QueryEnvironment of(
      Directory folder, SpoolOptions options, Executor runs, InstantSource clock) {
    try {
      return new QueryEnvironment(
          Spool.open(folder, new SplittableRandom(1), options),
          runs,
          _ -> Optional.empty(),
          new SettingsInMemory(),
          new LocalObjectStore(folder),
          clock,
          new EventLog(new PrintStream(PrintStream.nullOutputStream()), InstantSource.system()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
