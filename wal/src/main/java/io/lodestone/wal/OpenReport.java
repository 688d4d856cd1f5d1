package io.lodestone.wal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was found when a log was opened. Everything that is not as it was written stands here, and
 * should be shown to people.
 *
 * @param firstFrame the oldest frame that can be read; when there is none, the number of the next
 * @param lastFrame the newest one; {@code firstFrame - 1} when there is none
 * @param frames whole frames between them
 * @param tornTail what a crash left at the end of the newest file
 * @param damages stretches whose frames are lost, in the order of the log
 * @param leftovers files without any content, which a crash may leave; not used
 * @param quarantined files without any readable content, which were moved to {@code quarantine/}
 */
public record OpenReport(
    long firstFrame,
    long lastFrame,
    long frames,
    Optional<TornTail> tornTail,
    List<Damage> damages,
    List<String> leftovers,
    List<String> quarantined) {

  public OpenReport {
    damages = List.copyOf(damages);
    leftovers = List.copyOf(leftovers);
    quarantined = List.copyOf(quarantined);
  }

  /**
   * An unfinished end, which is normal after a crash: nothing of it was ever durable.
   *
   * @param file the log file
   * @param offset where its whole frames end
   * @param bytesDropped from there to the last byte that is not zero
   * @param framesDropped whole frames among them, behind a torn one
   */
  public record TornTail(String file, long offset, long bytesDropped, int framesDropped) {
    @Override
    public String toString() {
      return file
          + " ends in a torn frame at offset "
          + offset
          + ": "
          + bytesDropped
          + " bytes that were never durable are dropped"
          + (framesDropped > 0 ? ", " + framesDropped + " whole frames among them" : "");
    }
  }

  /**
   * Bytes that were durable once and are not what they were.
   *
   * @param file the log file
   * @param offset where in it
   * @param bytes how many cannot be read
   * @param expected what should be there
   * @param found what is there
   * @param firstMissing the first frame that is lost
   * @param lastMissing the last one; less than the first when no frame is lost
   */
  public record Damage(
      String file,
      long offset,
      long bytes,
      String expected,
      String found,
      long firstMissing,
      long lastMissing) {
    @Override
    public String toString() {
      return file
          + " is corrupt at offset "
          + offset
          + ": expected "
          + expected
          + ", found "
          + found
          + (lastMissing < firstMissing
              ? "; no frame is lost"
              : "; frames " + firstMissing + " to " + lastMissing + " are lost");
    }
  }

  /** Whether everything is as a clean shutdown leaves it. */
  public boolean isClean() {
    return tornTail.isEmpty() && damages.isEmpty() && leftovers.isEmpty() && quarantined.isEmpty();
  }

  /** One line for each thing that people should know. */
  public List<String> findings() {
    List<String> findings = new ArrayList<>();
    damages.forEach(damage -> findings.add(damage.toString()));
    tornTail.ifPresent(torn -> findings.add(torn.toString()));
    leftovers.forEach(file -> findings.add(file + " is empty, as a crash may leave it"));
    quarantined.forEach(file -> findings.add(file + " is unreadable and was put in quarantine"));
    return findings;
  }
}
