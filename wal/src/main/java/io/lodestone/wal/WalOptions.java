package io.lodestone.wal;

/**
 * How a {@link WriteAheadLog} lays itself out.
 *
 * @param fileBytes a file that would grow beyond this is followed by the next one; a larger frame
 *     gets a file of its own, and a frame whose stretch was asked for goes beyond
 * @param preallocate whether files are filled with zeros ahead of use, which halves the time of a
 *     sync
 * @param ballastBytes size of the file that is given up when the disk is full, so that a flush can
 *     still make room; 0 for none
 * @param logId tells the files of this log from those of every other one; must not change while
 *     there are files
 * @param firstFrame the least number that the next frame may get; what the caller knows to have
 *     been in the log, plus one. From 1
 */
public record WalOptions(
    long fileBytes, boolean preallocate, long ballastBytes, long logId, long firstFrame) {

  /** Files and ballast of 64 MiB, preallocated. */
  public static final WalOptions DEFAULT = new WalOptions(64L << 20, true, 64L << 20, 0, 1);

  public WalOptions {
    if (fileBytes < 1 || fileBytes > 1L << 30) {
      throw new IllegalArgumentException("a log file of " + fileBytes + " bytes");
    }
    if (ballastBytes < 0) {
      throw new IllegalArgumentException("a ballast of " + ballastBytes + " bytes");
    }
    if (firstFrame < 1) {
      throw new IllegalArgumentException("frame " + firstFrame);
    }
  }

  public WalOptions withFileBytes(long bytes) {
    return new WalOptions(bytes, preallocate, ballastBytes, logId, firstFrame);
  }

  public WalOptions withPreallocate(boolean zeros) {
    return new WalOptions(fileBytes, zeros, ballastBytes, logId, firstFrame);
  }

  public WalOptions withBallastBytes(long bytes) {
    return new WalOptions(fileBytes, preallocate, bytes, logId, firstFrame);
  }

  public WalOptions withLogId(long id) {
    return new WalOptions(fileBytes, preallocate, ballastBytes, id, firstFrame);
  }

  public WalOptions withFirstFrame(long frame) {
    return new WalOptions(fileBytes, preallocate, ballastBytes, logId, frame);
  }

  /** The id of the log file of a number: the finalizer of MurmurHash3 over both. */
  long fileId(long number) {
    long id = logId + number * 0x9E3779B97F4A7C15L;
    id = (id ^ id >>> 33) * 0xFF51AFD7ED558CCDL;
    id = (id ^ id >>> 33) * 0xC4CEB9FE1A85EC53L;
    return id ^ id >>> 33;
  }
}
