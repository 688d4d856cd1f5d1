package io.lodestone.server.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * The members of an answer's JSON object. Written once, after the operation has ended, on the same
 * thread.
 */
@FunctionalInterface
public interface Reply {
  /** An answer without members: {@code {}}. */
  Reply EMPTY = out -> {};

  /**
   * Writes members into the object that stands open. A failure here still turns the whole answer
   * into an error: nothing has been sent yet.
   *
   * @param out writes into an {@link AnswerBuffer}, which also takes members that are JSON already
   */
  void write(JsonGenerator out) throws IOException;
}
