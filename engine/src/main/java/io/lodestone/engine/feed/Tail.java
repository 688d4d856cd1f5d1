package io.lodestone.engine.feed;

import java.util.Arrays;
import java.util.List;

/**
 * The changes of one stream that are in no file yet. One owner adds; the lists it gives out stay as
 * they are.
 */
final class Tail {
  private ChangeBlock[] blocks = new ChangeBlock[16];
  private int size;
  private long memoryBytes;

  void add(ChangeBlock block) {
    if (size == blocks.length) {
      blocks = Arrays.copyOf(blocks, 2 * size);
    }
    blocks[size++] = block;
    memoryBytes += block.memoryBytes();
  }

  /** All blocks so far. What is added later lies behind its end. */
  List<ChangeBlock> blocks() {
    return Arrays.asList(blocks).subList(0, size);
  }

  long memoryBytes() {
    return memoryBytes;
  }
}
