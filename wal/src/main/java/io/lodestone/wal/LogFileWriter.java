package io.lodestone.wal;

import io.lodestone.storage.AppendFile;
import io.lodestone.storage.Directory;
import io.lodestone.storage.ReadFile;
import io.lodestone.wal.frame.FrameReader;
import io.lodestone.wal.frame.FrameWriter;
import io.lodestone.wal.frame.ReadOutcome;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The file that is appended to.
 *
 * <p>It gets its name last: header and carried frames are written and synced under another one,
 * then the file is renamed and the directory synced. So a log file is never found without its
 * header, and what it takes over from the one before is durable at the moment when it begins to
 * count.
 */
final class LogFileWriter implements Closeable {
  private final AppendFile file;
  private final FrameWriter writer;
  private final WalFile beginning;

  private LogFileWriter(AppendFile file, FrameWriter writer, WalFile beginning) {
    this.file = file;
    this.writer = writer;
    this.beginning = beginning;
  }

  /**
   * Makes a new file that continues another.
   *
   * @param number of the new file
   * @param previous what of the older file counts, its end and last frame included; null when the
   *     log is empty
   * @param firstFrame of the new file
   * @param carriedTo the last frame that is copied out of the older file, from behind its end;
   *     {@code firstFrame - 1} when there is none
   * @param spare an empty file to be used, or null
   * @param zeros whether to fill it with zeros ahead, which takes its time
   */
  static LogFileWriter create(
      Directory directory,
      WalOptions options,
      long number,
      WalFile previous,
      long firstFrame,
      long carriedTo,
      AppendFile spare,
      boolean zeros)
      throws IOException {
    WalFileHeader header =
        new WalFileHeader(
            number,
            options.fileId(number),
            firstFrame,
            carriedTo,
            previous == null ? 0 : previous.number(),
            previous == null ? 0 : previous.fileId(),
            previous == null ? 0 : previous.end());
    AppendFile file = spare != null ? spare : directory.create(WalFileName.unfinished(number));
    String unfinished = file.name();
    try {
      file.append(header.encode());
      FrameWriter writer = new FrameWriter(file, header.fileId());
      if (carriedTo >= firstFrame) {
        carry(directory, previous, firstFrame, carriedTo, writer);
      }
      if (zeros) {
        file.preallocate(options.fileBytes());
      }
      file.sync();
      directory.rename(unfinished, WalFileName.of(number));
      directory.sync();
      WalFile beginning =
          new WalFile(
              number,
              header.fileId(),
              WalFileHeader.BYTES,
              firstFrame,
              file.size(),
              carriedTo,
              List.of());
      return new LogFileWriter(file, writer, beginning);
    } catch (IOException e) {
      try {
        file.close();
        directory.delete(unfinished);
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  private static void carry(
      Directory directory, WalFile previous, long firstFrame, long lastFrame, FrameWriter writer)
      throws IOException {
    try (ReadFile old = directory.open(previous.name())) {
      FrameReader reader =
          new FrameReader(old, previous.name(), previous.fileId())
              .range(previous.end(), old.size(), firstFrame, firstFrame - 1);
      while (reader.expectedFrame() <= lastFrame) {
        if (!(reader.next() instanceof ReadOutcome.Frame frame)) {
          throw new IOException(
              previous.name() + " has changed since it was read: no frame " + firstFrame);
        }
        writer.append(frame.number(), firstFrame - 1, frame.payload());
      }
    }
  }

  /** The file as it was when it got its name. */
  WalFile beginning() {
    return beginning;
  }

  void append(long number, long durableFrame, ByteBuffer payload) throws IOException {
    writer.append(number, durableFrame, payload);
  }

  long size() {
    return file.size();
  }

  void sync() throws IOException {
    file.sync();
  }

  /** Leaves a mark that all frames are durable, for which they have to be. */
  void seal(long lastFrame) throws IOException {
    writer.seal(lastFrame);
    file.sync();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
