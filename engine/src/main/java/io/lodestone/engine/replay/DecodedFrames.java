package io.lodestone.engine.replay;

import io.lodestone.engine.journal.JournalEntry;
import java.util.List;

/**
 * Some consecutive frames of the log, decoded: what passes from the reader to the thread that
 * applies them.
 *
 * @param frames in the order of the log
 * @param last whether the log ends with them
 */
record DecodedFrames(List<DecodedFrame> frames, boolean last) {
  /**
   * One frame.
   *
   * @param number its number in the log
   * @param entries what it says; of a frame before the first that is replayed, what locked
   *     databases have in it; nothing when its bytes are right but make no sense
   * @param finding what is wrong with it; empty when nothing is
   */
  record DecodedFrame(long number, List<JournalEntry> entries, String finding) {}
}
