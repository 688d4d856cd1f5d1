package io.lodestone.segments.block;

import io.lodestone.segments.encoding.MalformedVectorException;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/** LZ4 for what light encodings leave compressible. One owner. */
final class BlockCompression {
  /** Below this nothing is gained that would pay the call. */
  private static final int WORTHWHILE_MIN = 64;

  private final LZ4Compressor compressor = LZ4Factory.fastestInstance().fastCompressor();
  private final LZ4SafeDecompressor decompressor = LZ4Factory.fastestInstance().safeDecompressor();
  private byte[] output = new byte[1 << 12];

  /**
   * Compresses into {@link #output()}.
   *
   * @return the bytes it took; 0 when an eighth at least is not saved
   */
  int compress(byte[] from, int offset, int length) {
    if (length < WORTHWHILE_MIN) {
      return 0;
    }
    ensure(compressor.maxCompressedLength(length));
    int size = compressor.compress(from, offset, length, output, 0, output.length);
    return size + (length >>> 3) <= length ? size : 0;
  }

  /**
   * Decompresses into {@link #output()}. The compressed bytes must have passed their checksum.
   *
   * @param rawLength how many bytes they stand for; bounded by the caller
   * @throws MalformedVectorException when they do not
   */
  void decompress(byte[] from, int offset, int length, int rawLength) {
    ensure(rawLength);
    int size;
    try {
      size = decompressor.decompress(from, offset, length, output, 0, rawLength);
    } catch (LZ4Exception e) {
      throw new MalformedVectorException(offset, "an LZ4 block", "none: " + e.getMessage());
    }
    if (size != rawLength) {
      throw new MalformedVectorException(offset, rawLength + " bytes of LZ4", size + " bytes");
    }
  }

  /** What was made last. */
  byte[] output() {
    return output;
  }

  private void ensure(int size) {
    if (output.length < size) {
      output = new byte[Math.max(size, 2 * output.length)];
    }
  }
}
