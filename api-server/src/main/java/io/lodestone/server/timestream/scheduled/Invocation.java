package io.lodestone.server.timestream.scheduled;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.server.protocol.EpochSeconds;
import io.lodestone.server.protocol.JsonReader;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;

/**
 * A run that is to be.
 *
 * @param time for which it runs: the value of {@code @scheduled_runtime}, in milliseconds
 * @param due when it has to begin: the same, or when somebody asked for it
 * @param manual whether somebody asked for it
 */
record Invocation(Instant time, Instant due, boolean manual) {
  Invocation {
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(due, "due");
  }

  static Invocation scheduled(Instant time) {
    return new Invocation(time, time, false);
  }

  /** Reads one that somebody asked for: no others are remembered. */
  static Invocation read(JsonReader in) throws IOException {
    Instant time = null;
    Instant due = null;
    if (in.beginObject()) {
      while (in.nextMember()) {
        switch (in.member()) {
          case "InvocationTime" -> time = in.timestamp();
          case "RequestTime" -> due = in.timestamp();
          default -> in.skip();
        }
      }
    }
    return new Invocation(time, due, true);
  }

  void write(JsonGenerator out) throws IOException {
    EpochSeconds.write(out, "InvocationTime", time);
    EpochSeconds.write(out, "RequestTime", due);
  }
}
