package io.lodestone.server.parquet;

import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.Vectors;
import java.util.Arrays;
import java.util.Optional;

/**
 * Texts as BYTE_ARRAY. A chunk begins with codes of a dictionary and spells its texts out from the
 * page on in which the dictionary is full; or from the first page on, when that is smaller with all
 * its texts than with codes and a dictionary.
 */
class TextEncoder extends ValueEncoder {
  private final TextDictionary dictionary = new TextDictionary();
  private final HybridEncoder packed = new HybridEncoder(1);

  /** The texts since the last page: by their codes, or spelled out. */
  private int[] codes = new int[64];

  private int count;
  private final GrowingBuffer plain = new GrowingBuffer();

  /** Whether the texts are coded, and what they would take if they were not. */
  private boolean coding = true;

  private int spelledOutSize;

  /** Whether a page of the chunk refers to the dictionary. */
  private boolean dictionaryUsed;

  @Override
  void add(Vector vector, int index) {
    Vector.Text text = Vectors.textOf(vector);
    int entry = Vectors.entryOf(vector, index);
    add(text.bytes(), text.offsets()[entry], text.length(entry));
  }

  /** Adds a text, copied. */
  final void add(byte[] utf8, int offset, int length) {
    if (coding) {
      int code = dictionary.codeOf(utf8, offset, length);
      if (code >= 0) {
        addCode(code, length);
        return;
      }
      spellOut();
    }
    plain.putInt(length);
    plain.put(utf8, offset, length);
  }

  @Override
  final int size() {
    return coding ? spelledOutSize : plain.length();
  }

  @Override
  final int held() {
    return size() + dictionary.entries().length();
  }

  @Override
  final Encoding endPage(GrowingBuffer page) {
    if (coding && count == 0) {
      // No texts are the same in every encoding, and say nothing about the dictionary.
      return Encoding.PLAIN;
    }
    if (coding && !dictionaryUsed && !dictionaryPays()) {
      spellOut();
    }
    if (!coding) {
      page.putAll(plain);
      plain.clear();
      return Encoding.PLAIN;
    }
    putCodes(page);
    dictionaryUsed = true;
    return Encoding.RLE_DICTIONARY;
  }

  @Override
  final Optional<TextDictionary> dictionary() {
    return dictionaryUsed ? Optional.of(dictionary) : Optional.empty();
  }

  @Override
  final void endChunk() {
    dictionary.clear();
    dictionaryUsed = false;
    coding = true;
  }

  private void addCode(int code, int length) {
    if (count == codes.length) {
      codes = Arrays.copyOf(codes, 2 * count);
    }
    codes[count++] = code;
    spelledOutSize = Math.addExact(spelledOutSize, Integer.BYTES + length);
  }

  /** Appends one byte, the width of the codes, and the codes. */
  private void putCodes(GrowingBuffer page) {
    int width = HybridEncoder.widthOf(dictionary.size() - 1);
    packed.restart(width);
    for (int i = 0; i < count; i++) {
      packed.add(codes[i]);
    }
    page.put(width);
    page.putAll(packed.finish());
    count = 0;
    spelledOutSize = 0;
  }

  /** Whether the page is smaller in codes, the dictionary included. */
  private boolean dictionaryPays() {
    long codesSize = (long) count * HybridEncoder.widthOf(dictionary.size() - 1) / Byte.SIZE;
    return dictionary.entries().length() + codesSize < spelledOutSize;
  }

  /** Ends the codes of this chunk. */
  private void spellOut() {
    for (int i = 0; i < count; i++) {
      dictionary.spellOut(codes[i], plain);
    }
    coding = false;
    count = 0;
    spelledOutSize = 0;
  }
}
