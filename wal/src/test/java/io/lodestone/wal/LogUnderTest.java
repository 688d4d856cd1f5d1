package io.lodestone.wal;

import io.lodestone.storage.Directory;
import io.lodestone.testkit.time.StepAgentHost;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A log whose agents are stepped by the test, with what its listener was told. */
final class LogUnderTest implements CommitLog.DurableListener {
  static final WalOptions SMALL =
      WalOptions.DEFAULT.withFileBytes(4096).withPreallocate(false).withBallastBytes(0);

  final StepAgentHost agents = new StepAgentHost(1);
  final List<String> told = new ArrayList<>();
  final WriteAheadLog log;

  LogUnderTest(Directory directory) throws IOException {
    this(directory, SMALL);
  }

  LogUnderTest(Directory directory, WalOptions options) throws IOException {
    log = WriteAheadLog.open(directory, options, agents);
    log.start(this);
  }

  @Override
  public void durable(long frame) {
    told.add("durable " + frame);
  }

  @Override
  public void failed(long lastDurableFrame, IOException cause) {
    told.add("failed after " + lastDurableFrame);
  }

  long append(String payload) throws IOException {
    return log.append(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)));
  }

  /** Appends and syncs each of some frames. */
  void write(String... payloads) throws IOException {
    for (String payload : payloads) {
      append(payload);
      agents.settle();
    }
  }

  /** Every frame that can be read, as {@code number=payload}. */
  List<String> frames() throws IOException {
    return frames(log.firstFrame());
  }

  List<String> frames(long from) throws IOException {
    try (FrameCursor cursor = log.read(from)) {
      return rest(cursor);
    }
  }

  static List<String> rest(FrameCursor cursor) throws IOException {
    List<String> frames = new ArrayList<>();
    while (cursor.advance()) {
      frames.add(cursor.frame() + "=" + StandardCharsets.UTF_8.decode(cursor.payload()));
    }
    return frames;
  }
}
