package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.engine.ModelTable.Content;

/**
 * A snapshot that is held, and what it has to show for as long.
 *
 * @param snapshot closed by whoever holds it
 * @param content as the rules had it for its moment
 * @param isOfPast whether that is not the moment when it was made; versions are not read then
 */
record ModelSnapshot(Snapshot snapshot, Content content, boolean isOfPast) {
  /**
   * Reads it whole.
   *
   * @return how many rows it has
   * @throws AssertionError when they are not the right ones
   */
  int compare() {
    if (isOfPast) {
      assertEquals(content.rows(), TableContent.of(snapshot), "a snapshot of the past");
    } else {
      assertEquals(content, ModelReads.content(snapshot), "a snapshot");
    }
    return content.rows().size();
  }
}
