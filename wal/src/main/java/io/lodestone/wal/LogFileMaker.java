package io.lodestone.wal;

import io.lodestone.storage.Directory;
import io.lodestone.storage.DiskFullException;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Makes the files that the log goes on in, and numbers them. Used by one thread at a time. */
final class LogFileMaker {
  private final Directory directory;
  private final WalOptions options;
  private final Reserve reserve;

  /** The number of the last file made, or tried to make. */
  private long lastNumber;

  /** Numbers of files whose making failed. */
  private final Queue<Long> unfinished = new ConcurrentLinkedQueue<>();

  /**
   * @param lastNumber the greatest number that any file has
   */
  LogFileMaker(Directory directory, WalOptions options, Reserve reserve, long lastNumber) {
    this.directory = directory;
    this.options = options;
    this.reserve = reserve;
    this.lastNumber = lastNumber;
  }

  /**
   * A new file behind the part of another that counts. A full disk is given the ballast's room.
   *
   * @param previous that part of the other file, null when the log is empty
   * @param firstFrame of the new file
   * @param carriedTo the last frame that is copied out of the other file; {@code firstFrame - 1}
   *     for none
   * @param zeros whether to fill the file with zeros now, which takes its time
   */
  LogFileWriter make(WalFile previous, long firstFrame, long carriedTo, boolean zeros)
      throws IOException {
    try {
      return makeOnce(previous, firstFrame, carriedTo, zeros);
    } catch (DiskFullException e) {
      reserve.giveUpBallast();
      return makeOnce(previous, firstFrame, carriedTo, false);
    }
  }

  private LogFileWriter makeOnce(WalFile previous, long firstFrame, long carriedTo, boolean zeros)
      throws IOException {
    // A number is used up even when this fails, since the file may have got its name all the same.
    lastNumber++;
    try {
      return LogFileWriter.create(
          directory,
          options,
          lastNumber,
          previous,
          firstFrame,
          carriedTo,
          reserve.takeSpare(),
          zeros);
    } catch (IOException e) {
      unfinished.add(lastNumber);
      throw e;
    }
  }

  /**
   * Hands over the numbers of files whose making failed, perhaps after they had got their name:
   * they do not count, and have to go before the files that say so. Any thread.
   */
  void moveUnfinishedTo(LogFiles files) {
    for (Long number = unfinished.poll(); number != null; number = unfinished.poll()) {
      files.addSuperseded(number);
    }
  }
}
