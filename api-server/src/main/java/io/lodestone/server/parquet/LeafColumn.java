package io.lodestone.server.parquet;

import io.lodestone.sql.type.Vector;
import java.util.List;

/** A leaf of the schema: its entries become pages, its pages a column chunk. */
final class LeafColumn implements Shredder {
  /**
   * A reader takes a page as a whole, so it should be small; it costs some 40 bytes of header and,
   * compressed, a start without history. A row is not divided, so one large array makes a page as
   * large as itself.
   */
  private static final int PAGE_BYTES_MAX = 256 << 10;

  /** NULLs take no bytes, but a reader unpacks their levels. */
  private static final int PAGE_ENTRIES_MAX = 64 << 10;

  private final SchemaNode.Leaf leaf;
  private final List<String> path;
  private final int definitionMax;
  private final boolean repeats;
  private final HybridEncoder repetitions;
  private final HybridEncoder definitions;
  private final ValueEncoder values;
  private final PageWriter writer;

  /** The body of the page that ends; empty in between. */
  private final GrowingBuffer body = new GrowingBuffer();

  private GrowingBuffer pages = new GrowingBuffer();
  private long uncompressed;
  private int pageEntries;
  private long entries;
  private long nulls;

  /**
   * @param path the names from the root to the leaf
   * @param repetitionMax how many lists are around the value
   * @param definitionMax the definition level of a value that is there
   */
  LeafColumn(
      SchemaNode.Leaf leaf,
      List<String> path,
      int repetitionMax,
      int definitionMax,
      PageWriter writer) {
    this.leaf = leaf;
    this.path = path;
    this.definitionMax = definitionMax;
    this.repeats = repetitionMax > 0;
    this.repetitions = new HybridEncoder(HybridEncoder.widthOf(repetitionMax));
    this.definitions = new HybridEncoder(HybridEncoder.widthOf(definitionMax));
    this.values = ValueEncoder.of(leaf);
    this.writer = writer;
  }

  @Override
  public void write(Vector vector, int index, int repetition) {
    if (vector instanceof Vector.Constant(Vector value)) {
      write(value, 0, repetition);
    } else if (vector.isPresent(index)) {
      addLevels(repetition, definitionMax);
      values.add(vector, index);
    } else {
      writeAbsent(repetition, definitionMax - 1);
    }
  }

  @Override
  public void writeAbsent(int repetition, int definition) {
    addLevels(repetition, definition);
    nulls++;
  }

  /** Bytes that are held until the chunk ends. */
  long held() {
    return (long) pages.length() + values.held() + levelsSize();
  }

  /** Ends the chunk, and hands it over. */
  ColumnChunk endChunk() {
    if (pageEntries > 0) {
      endPage();
    }
    GrowingBuffer dictionaryPage = new GrowingBuffer();
    values
        .dictionary()
        .ifPresent(
            dictionary -> uncompressed += writer.writeDictionary(dictionary, dictionaryPage));
    ColumnChunk chunk =
        new ColumnChunk(
            leaf, path, dictionaryPage, pages, uncompressed, entries, nulls, values.range());
    values.endChunk();
    pages = new GrowingBuffer();
    uncompressed = 0;
    entries = 0;
    nulls = 0;
    return chunk;
  }

  private void addLevels(int repetition, int definition) {
    if (repetition == 0 && isPageFull()) {
      endPage();
    }
    if (repeats) {
      repetitions.add(repetition);
    }
    definitions.add(definition);
    pageEntries++;
  }

  private boolean isPageFull() {
    return pageEntries >= PAGE_ENTRIES_MAX || values.size() + levelsSize() >= PAGE_BYTES_MAX;
  }

  private int levelsSize() {
    return repetitions.size() + definitions.size();
  }

  private void endPage() {
    if (repeats) {
      putLevels(repetitions);
    }
    putLevels(definitions);
    Encoding encoding = values.endPage(body);
    uncompressed += writer.writeValues(body, pageEntries, encoding, pages);
    body.clear();
    entries += pageEntries;
    pageEntries = 0;
  }

  private void putLevels(HybridEncoder levels) {
    GrowingBuffer encoded = levels.finish();
    body.putInt(encoded.length());
    body.putAll(encoded);
    levels.restart();
  }
}
