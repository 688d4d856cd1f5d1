package io.lodestone.wal;

import io.lodestone.wal.OpenReport.Damage;
import java.util.List;

/**
 * A log file that counts, and which part of it. Immutable, except that the newest one grows; its
 * end is kept by the log.
 *
 * @param number of the file
 * @param fileId of the file
 * @param start where its first frame begins
 * @param firstFrame the number of that frame
 * @param end where the part that counts ends
 * @param lastFrame the last frame before the end, {@code firstFrame - 1} when there is none
 * @param damages found when the log was opened
 */
record WalFile(
    long number,
    long fileId,
    long start,
    long firstFrame,
    long end,
    long lastFrame,
    List<Damage> damages) {

  WalFile {
    damages = List.copyOf(damages);
  }

  String name() {
    return WalFileName.of(number);
  }

  WalFile endingAt(long newEnd, long newLastFrame) {
    return new WalFile(number, fileId, start, firstFrame, newEnd, newLastFrame, damages);
  }

  boolean isDamaged() {
    return !damages.isEmpty();
  }
}
