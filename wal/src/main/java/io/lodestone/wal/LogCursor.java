package io.lodestone.wal;

import io.lodestone.storage.CorruptFileException;
import io.lodestone.storage.Directory;
import io.lodestone.storage.ReadFile;
import io.lodestone.wal.OpenReport.Damage;
import io.lodestone.wal.frame.FrameReader;
import io.lodestone.wal.frame.ReadOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Reads durable frames, from file to file. */
final class LogCursor implements LogTail {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Directory directory;
  private final LogFiles files;

  /** The last frame to be read. */
  private final long lastFrame;

  /** The next frame to be handed out. */
  private long wanted;

  /** The part of a file that is being read; null before the first. */
  private WalFile file;

  private ReadFile open;
  private FrameReader reader;
  private long frame;
  private ByteBuffer payload = NOTHING;

  LogCursor(Directory directory, LogFiles files, long fromFrame, long lastFrame) {
    this.directory = directory;
    this.files = files;
    this.wanted = fromFrame;
    this.lastFrame = lastFrame;
  }

  @Override
  public boolean advance() throws IOException {
    while (wanted <= Math.min(lastFrame, files.durableFrame())) {
      if (file == null) {
        begin(files.containing(wanted));
      }
      switch (reader.next()) {
        case ReadOutcome.Frame found -> {
          if (found.number() >= wanted) {
            wanted = found.number() + 1;
            if (found.number() > lastFrame) {
              return false; // Those up to the last one are lost in a damaged stretch.
            }
            frame = found.number();
            payload = found.payload();
            return true;
          }
        }
        case ReadOutcome.Corruption corruption -> requireKnown(corruption);
        case ReadOutcome.CleanEnd end -> {
          if (!goOn()) {
            return false;
          }
        }
        case ReadOutcome.TornTail torn ->
            throw new CorruptFileException(
                file.name(), torn.offset(), "frame " + reader.expectedFrame(), "other bytes");
      }
    }
    return false;
  }

  private void requireKnown(ReadOutcome.Corruption corruption) throws IOException {
    for (Damage damage : file.damages()) {
      if (damage.offset() == corruption.offset()) {
        return;
      }
    }
    throw new CorruptFileException(
        file.name(), corruption.offset(), corruption.expected(), corruption.found());
  }

  private void begin(WalFile part) throws IOException {
    close();
    open = directory.open(part.name());
    reader =
        new FrameReader(open, part.name(), part.fileId())
            .range(part.start(), part.end(), part.firstFrame(), part.lastFrame());
    file = part;
  }

  /** To what the file has grown by, or to the next one; false when there is neither. */
  private boolean goOn() throws IOException {
    WalFile next = files.after(file, wanted);
    if (next.number() != file.number()) {
      begin(next);
      return true;
    }
    if (next.end() == file.end()) {
      return false;
    }
    file = next;
    reader.extend(next.end(), next.lastFrame());
    return true;
  }

  @Override
  public long frame() {
    return frame;
  }

  @Override
  public ByteBuffer payload() {
    return payload;
  }

  @Override
  public boolean await(long timeoutMillis) throws InterruptedException {
    return files.await(wanted, timeoutMillis);
  }

  @Override
  public void close() {
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        open = null;
        file = null;
      }
    }
  }
}
